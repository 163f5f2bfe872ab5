// swift-tools-version: 6.3
import PackageDescription

let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

/// A Swift target under `Sources/<layer>/<name>`. The layers are those of the design: an arrow points down or sideways
/// as listed here, and `Tests/Tools/check-imports` holds each file's imports against it.
func module(_ name: String, in layer: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, path: "Sources/\(layer)/\(name)", swiftSettings: strict)
}

/// The tests of one module, under `Tests/<name>Tests`.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: ["TestSupport"] + dependencies, path: "Tests/\(name)Tests",
        swiftSettings: strict)
}

let package = Package(
    name: "Rialto",
    products: [
        .executable(name: "rialto", targets: ["RialtoCLI"]),
        .library(name: "ODM", targets: ["ODM"]),
        .library(name: "SDTM", targets: ["SDTM"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.0.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CLibXML2", path: "Sources/Base/CLibXML2", pkgConfig: "libxml-2.0",
            providers: [.apt(["libxml2-dev"])]),
        .target(name: "CEmbedded", path: "Sources/Base/CEmbedded"),
        .target(name: "CDigest", path: "Sources/Base/CDigest"),
        module("Values", in: "Base"),
        module("XMLStream", in: "Base", ["CLibXML2", "Values"]),
        module("JSONStream", in: "Base", ["Values"]),

        module("ODM", in: "Formats", ["XMLStream", "Values"]),
        module("SDTM", in: "Formats", ["JSONStream", "Values"]),

        module("ClinicalModel", in: "Canon", ["Values"]),
        module("Terminology", in: "Canon", ["CEmbedded", "Values"]),
        module(
            "Mapping", in: "Canon",
            ["CEmbedded", "ClinicalModel", "Terminology", "Values", .product(name: "Yams", package: "Yams")]),

        module("ODMMapping", in: "Bridge", ["Mapping", "ClinicalModel", "Terminology", "ODM", "Values"]),
        module(
            "SDTMMapping", in: "Bridge",
            ["CDigest", "Mapping", "ClinicalModel", "Terminology", "SDTM", "JSONStream", "Values"]),
        module(
            "Conversion", in: "Bridge",
            ["ODMMapping", "SDTMMapping", "Mapping", "ClinicalModel", "ODM", "SDTM", "JSONStream", "Values"]),

        module("StudySample", in: "Tools", ["CEmbedded", "XMLStream", "Values"]),
        module(
            "Rialto", in: "Tools",
            [
                "Conversion", "ODMMapping", "SDTMMapping", "Mapping", "Terminology", "ClinicalModel", "StudySample",
                "ODM", "SDTM", "JSONStream", "Values",
            ]),
        .executableTarget(
            name: "RialtoCLI",
            dependencies: ["Rialto", "Values", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            path: "Sources/Tools/RialtoCLI", swiftSettings: strict),

        .target(name: "TestSupport", dependencies: ["Values"], path: "Tests/TestSupport", swiftSettings: strict),
        tests("Values", ["Values"]),
        tests("XMLStream", ["XMLStream", "Values"]),
        tests("JSONStream", ["JSONStream", "Values"]),
        tests("ODM", ["ODM", "XMLStream", "Values"]),
        tests("SDTM", ["SDTM", "Values"]),
        tests("ClinicalModel", ["ClinicalModel", "Values"]),
        tests("Terminology", ["Terminology", "Values"]),
        tests("Mapping", ["Mapping", "ClinicalModel", "Terminology", "Values"]),
        tests("ODMMapping", ["ODMMapping", "Mapping", "ClinicalModel", "Terminology", "ODM", "Values"]),
        tests("SDTMMapping", ["SDTMMapping", "CDigest", "Mapping", "ClinicalModel", "Terminology", "SDTM", "Values"]),
        tests("Conversion", ["Conversion", "Mapping", "ClinicalModel", "SDTM", "Values"]),
        tests("StudySample", ["StudySample", "Values"]),
        tests("Rialto", ["Rialto", "Mapping", "Values"]),
        .testTarget(
            name: "Interchange", dependencies: ["TestSupport", "Rialto", "Values"], path: "Tests/Interchange",
            swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .c2x
)
