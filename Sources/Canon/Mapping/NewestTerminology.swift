import Terminology

extension CodeListPackage {
    /// The newest package of CDISC's SDTM terminology that is built in.
    static var newest: CodeListPackage? {
        Terminology.availableVersions(of: .sdtmCT).last.flatMap { try? Terminology.codeLists($0) }
    }
}
