#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Writes all bytes, however many calls it takes; false when the system refuses, with `errno` set.
public func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
    var start = 0
    while start < bytes.count {
        let written = write(descriptor, bytes.baseAddress?.advanced(by: start), bytes.count - start)
        if written < 0 {
            if errno == EINTR { continue }
            return false
        }
        start += written
    }
    return true
}

/// `open(2)`, under a name that a type with an `open` of its own can call.
func openFile(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 { open(path, flags, mode) }
