import Terminology

/// A published code list, under a name that does not collide with ODM's `CodeList`. It stands alone here because the
/// module's name cannot be used to tell the two apart: an enum of the same name hides it.
typealias TermList = CodeList
