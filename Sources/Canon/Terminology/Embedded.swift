import CEmbedded

/// The files that are built into the library: mappings, terminology tables, the model study's cohort.
///
/// Nothing is read or copied at start: the bytes stand in the program itself.
public enum Embedded {
    /// The paths of the files from the package's root, such as `mappings/sdtm/ae.yaml`, in byte order.
    public static var names: [String] {
        (0..<EmbeddedFile.count).compactMap { EmbeddedFile.at($0).map { String(cString: $0.pointee.name) } }
    }

    /// The bytes of a file, read-only and alive as long as the process; nil when no file has that path.
    public static func bytes(named name: String) -> UnsafeRawBufferPointer? {
        EmbeddedFile.named(name).map { UnsafeRawBufferPointer(start: $0.pointee.bytes, count: $0.pointee.length) }
    }
}
