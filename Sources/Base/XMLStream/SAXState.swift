import CLibXML2
import Values

/// What libxml2's callbacks work on. It lies in memory of its own, whose address is the callbacks' user data.
///
/// Positions: libxml2 reports a start tag when it stands at the tag's `>`, with the whole tag still in its buffer. The
/// tag's `<` is where the previous event ended, or, when a comment or the like lies between, the last `<` before (a
/// tag cannot hold another). Line numbers are libxml2's; the column is counted in bytes from the line's start, which is
/// remembered as an offset into the document and looked for again only when the line changes.
struct SAXState {
    var context: xmlParserCtxtPtr?
    let sink: SAXSink
    let path: String
    let limits: XMLLimits
    var tokens = TokenCache()
    var depth = 0
    /// Whether all bytes were handed over: what libxml2 still waits for will not come.
    var isFinishing = false
    var hasFailed = false
    var failure: XMLError?

    private var attributeTokens = UnsafeMutablePointer<Int32>.allocate(capacity: 64)
    private var attributeCapacity = 64
    /// The offset at which the last event ended, -1 when that is not known, and its line.
    private var eventEnd = -1
    private var eventLine = 1
    private var line = 1
    /// The offset of the first byte of `line`.
    private var lineStart = 0

    init(sink: SAXSink, path: String, limits: XMLLimits) {
        self.sink = sink
        self.path = path
        self.limits = limits
    }

    func free() {
        attributeTokens.deallocate()
        tokens.free()
    }

    /// Records the first failure and silences what follows. (Stopping libxml2 outright would free the buffer under it.)
    mutating func fail(_ error: XMLError) {
        guard !hasFailed else { return }
        hasFailed = true
        failure = error
        context?.pointee.disableSAX = 1
    }

    /// Where libxml2 stands.
    func currentLocation() -> Location {
        guard let input = context?.pointee.input?.pointee else { return Location(path: path, line: 1, column: 1) }
        return Location(path: path, line: Int(input.line), column: Int(input.col))
    }

    mutating func start(
        _ localName: UnsafePointer<UInt8>, _ prefix: UnsafePointer<UInt8>?, _ namespace: UnsafePointer<UInt8>?,
        _ count: Int, _ attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?
    ) {
        guard !hasFailed else { return }
        let (line, column) = tagStart()
        depth += 1
        if depth > limits.depth {
            return fail(.tooDeep(limit: limits.depth, at: Location(path: path, line: line, column: column)))
        }
        if count > attributeCapacity {
            attributeTokens.deallocate()
            attributeCapacity = count * 2
            attributeTokens = .allocate(capacity: attributeCapacity)
        }
        // The element's name is told before its attributes', and so the root's first of all.
        let name = tokens.token(localName, prefix, namespace, sink)
        if let attributes {
            for index in 0..<count {
                let entry = attributes + index * 5
                guard let name = entry[0] else { continue }
                attributeTokens[index] = tokens.token(name, entry[1], entry[2], sink)
            }
        }
        sink.start(
            sink.handler,
            XMLStartTag(
                name: name, line: UInt32(clamping: line), column: UInt32(clamping: column),
                attributes: XMLAttributes(
                    count: count, entries: attributes.map { UnsafePointer($0) }, names: attributeTokens)))
    }

    mutating func end() {
        guard !hasFailed else { return }
        depth -= 1
        noteEnd()
        sink.end(sink.handler)
    }

    mutating func text(_ start: UnsafePointer<UInt8>?, _ count: Int, isCDATA: Bool) {
        guard !hasFailed else { return }
        noteEnd()
        // A CDATA section is reported before libxml2 moves beyond it.
        if isCDATA { eventEnd = -1 }
        sink.text(sink.handler, UnsafeBufferPointer(start: start, count: count))
    }

    @inline(__always)
    private mutating func noteEnd() {
        guard let input = context?.pointee.input else { return }
        eventEnd = Int(input.pointee.consumed) + (input.pointee.cur - input.pointee.base)
        eventLine = Int(input.pointee.line)
    }

    private mutating func tagStart() -> (line: Int, column: Int) {
        guard let pointer = context?.pointee.input, let base = pointer.pointee.base, let end = pointer.pointee.cur
        else { return (0, 0) }
        let consumed = Int(pointer.pointee.consumed)
        var tag = base + max(0, eventEnd - consumed)
        var tagLine = eventLine
        if eventEnd < consumed || tag >= end || tag[0] != UInt8(ascii: "<") || tag[1] == UInt8(ascii: "!")
            || tag[1] == UInt8(ascii: "?")
        {
            tag = end
            while tag > base, tag[0] != UInt8(ascii: "<") { tag -= 1 }
            tagLine = Int(pointer.pointee.line)
            for byte in UnsafeBufferPointer(start: tag, count: end - tag) where byte == 0x0A { tagLine -= 1 }
        }
        eventEnd = consumed + (end - base) + 1
        eventLine = Int(pointer.pointee.line)
        let tagOffset = consumed + (tag - base)
        if tagLine != line {
            line = tagLine
            var start = tag
            while start > base, start[-1] != 0x0A { start -= 1 }
            // The line's start may have left the buffer; libxml2's own count is then the best there is.
            let isInBuffer = start > base || consumed == 0
            lineStart =
                isInBuffer ? consumed + (start - base) : tagOffset - max(0, Int(pointer.pointee.col) - 1 - (end - tag))
        }
        return (line, tagOffset - lineStart + 1)
    }
}

/// Numbers of names by the addresses of libxml2's dictionary strings, which are unique within one context.
struct TokenCache {
    private struct Entry {
        var localName: UnsafePointer<UInt8>?
        var namespace: UnsafePointer<UInt8>?
        var token: Int32
    }

    private var entries: UnsafeMutablePointer<Entry>
    private var capacity = 512
    private var count = 0

    init() {
        entries = .allocate(capacity: 512)
        entries.initialize(repeating: Entry(localName: nil, namespace: nil, token: 0), count: 512)
    }

    func free() { entries.deallocate() }

    @inline(__always)
    mutating func token(
        _ localName: UnsafePointer<UInt8>, _ prefix: UnsafePointer<UInt8>?, _ namespace: UnsafePointer<UInt8>?,
        _ sink: SAXSink
    ) -> Int32 {
        let slot = slot(localName, namespace)
        if entries[slot].localName != nil { return entries[slot].token }
        return add(localName, prefix, namespace, sink)
    }

    @inline(__always)
    private func slot(_ localName: UnsafePointer<UInt8>, _ namespace: UnsafePointer<UInt8>?) -> Int {
        let address = UInt(bitPattern: localName) ^ (UInt(bitPattern: namespace) &* 31)
        var slot = Int(truncatingIfNeeded: (address &* 0x9E37_79B9_7F4A_7C15) >> 40) & (capacity - 1)
        while let name = entries[slot].localName, name != localName || entries[slot].namespace != namespace {
            slot = (slot + 1) & (capacity - 1)
        }
        return slot
    }

    private mutating func add(
        _ localName: UnsafePointer<UInt8>, _ prefix: UnsafePointer<UInt8>?, _ namespace: UnsafePointer<UInt8>?,
        _ sink: SAXSink
    ) -> Int32 {
        if (count + 1) * 2 > capacity { grow() }
        let token = sink.token(
            sink.handler,
            XMLName(
                localName: String(cString: localName), namespace: namespace.map { String(cString: $0) },
                prefix: prefix.map { String(cString: $0) }))
        entries[slot(localName, namespace)] = Entry(localName: localName, namespace: namespace, token: token)
        count += 1
        return token
    }

    private mutating func grow() {
        let old = UnsafeBufferPointer(start: entries, count: capacity)
        capacity *= 2
        entries = .allocate(capacity: capacity)
        entries.initialize(repeating: Entry(localName: nil, namespace: nil, token: 0), count: capacity)
        for entry in old {
            if let name = entry.localName { entries[slot(name, entry.namespace)] = entry }
        }
        old.deallocate()
    }
}
