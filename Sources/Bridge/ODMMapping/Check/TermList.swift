import Terminology

/// A published code list of CDISC's terminology, under a short name that is not ODM's `CodeList`.
typealias TermList = Terminology.CodeList
