import Values
import XMLStream

/// Writes events down as lines, so that a test can say what it expects in one text.
struct EventLog: XMLHandler {
    var lines: [String] = []
    private var names: [String] = []
    private var open: [String] = []

    mutating func token(for name: XMLName) -> Int32 {
        names.append(name.namespace.map { "{\($0)}" + name.localName } ?? name.localName)
        return Int32(names.count - 1)
    }

    mutating func start(_ tag: XMLStartTag) {
        var line = "\(tag.line):\(tag.column) <\(names[Int(tag.name)])"
        for index in 0..<tag.attributes.count {
            let value = String(decoding: tag.attributes.value(index), as: UTF8.self)
            line += " \(names[Int(tag.attributes.name(index))])=[\(value)]"
        }
        lines.append(line)
        open.append(names[Int(tag.name)])
    }

    mutating func end() { lines.append("/" + open.removeLast()) }

    mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        let piece = String(decoding: bytes, as: UTF8.self)
        if let last = lines.last, last.hasPrefix("\"") {
            lines[lines.count - 1] = last + piece
        } else {
            lines.append("\"" + piece)
        }
    }

    /// The lines without those of blank texts.
    var markup: [String] { lines.filter { !$0.hasPrefix("\"") || $0.dropFirst().contains { !$0.isWhitespace } } }
}

/// Parses a document in chunks of a size and returns the events and the error, if any.
func parse(_ bytes: [UInt8], chunk: Int = 1 << 20, encoding: String? = nil) -> (log: EventLog, error: XMLError?) {
    let parser = XMLParser(path: "d.xml", handler: EventLog(), encoding: encoding)
    do throws(XMLError) {
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + chunk)
            let part = Array(bytes[start..<end])
            var failure: XMLError?
            part.withUnsafeBytes { raw in
                do throws(XMLError) { try parser.feed(raw) } catch { failure = error }
            }
            if let failure { throw failure }
            start = end
        }
        try parser.finish()
    } catch {
        return (parser.handler, error)
    }
    return (parser.handler, nil)
}

func parse(_ text: String, chunk: Int = 1 << 20) -> (log: EventLog, error: XMLError?) {
    parse(Array(text.utf8), chunk: chunk)
}
