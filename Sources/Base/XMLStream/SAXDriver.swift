import CLibXML2
import Values

/// Owns a libxml2 push context and turns its callbacks into events.
@usableFromInline
final class SAXDriver {
    private let state: UnsafeMutablePointer<SAXState>
    private var decoder: InputDecoder
    private var isFinished = false
    /// libxml2 looks at pending bytes again and again, so that it gets no more than this at once.
    private static let slice = 1 << 18

    @usableFromInline
    init(path: String, limits: XMLLimits, encoding: String?, sink: SAXSink) {
        state = .allocate(capacity: 1)
        state.initialize(to: SAXState(sink: sink, path: path, limits: limits))
        decoder = InputDecoder(path: path, encoding: encoding)
    }

    deinit {
        if let context = state.pointee.context { xmlFreeParserCtxt(context) }
        state.pointee.free()
        state.deinitialize(count: 1)
        state.deallocate()
    }

    func feed(_ bytes: UnsafeRawBufferPointer) throws(XMLError) {
        try rethrow()
        var rest = bytes[...]
        while !rest.isEmpty {
            let part = UnsafeRawBufferPointer(rebasing: rest.prefix(Self.slice))
            rest = rest.dropFirst(part.count)
            try decode(part, isLast: false)
        }
    }

    func finish() throws(XMLError) {
        try rethrow()
        guard !isFinished else { return }
        isFinished = true
        try decode(UnsafeRawBufferPointer(start: nil, count: 0), isLast: true)
        makeContext(decodes: false)
        state.pointee.isFinishing = true
        parse(UnsafeRawBufferPointer(start: nil, count: 0), isLast: true)
        try rethrow()
    }

    /// Parses what the decoder makes, then reports the decoder's own error, which comes after it.
    private func decode(_ bytes: UnsafeRawBufferPointer, isLast: Bool) throws(XMLError) {
        decoder.decode(bytes, isLast: isLast) { part, isLeftToLibrary in
            makeContext(decodes: isLeftToLibrary)
            parse(part, isLast: false)
        }
        try rethrow()
        if let error = decoder.failure {
            state.pointee.fail(error)
            throw error
        }
    }

    private func rethrow() throws(XMLError) {
        if let failure = state.pointee.failure { throw failure }
    }

    private func parse(_ bytes: UnsafeRawBufferPointer, isLast: Bool) {
        guard let context = state.pointee.context else { return }
        // Failures of iconv are reported to the thread, not to the context: they must not reach standard error.
        let previous = (__xmlStructuredError().pointee, __xmlStructuredErrorContext().pointee)
        xmlSetStructuredErrorFunc(UnsafeMutableRawPointer(state), reportError)
        let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
        let code = xmlParseChunk(context, start, Int32(bytes.count), isLast ? 1 : 0)
        xmlSetStructuredErrorFunc(previous.1, previous.0)
        if code != 0, context.pointee.disableSAX != 0 {
            state.pointee.fail(
                .notWellFormed(reason: "the parser stopped (libxml2 code \(code))", at: state.pointee.currentLocation())
            )
        }
    }

    /// Makes libxml2's context, once; it decodes by itself, or takes all for UTF-8 whatever the document declares.
    private func makeContext(decodes: Bool) {
        guard state.pointee.context == nil else { return }
        _ = libraryIsReady
        var handler = xmlSAXHandler()
        handler.initialized = 0xDEED_BEAF
        handler.startElementNs = startElement
        handler.endElementNs = endElement
        handler.characters = characters
        // The same function: libxml2 then does not look whether a text is blank.
        handler.ignorableWhitespace = characters
        handler.cdataBlock = cdata
        handler.reference = reference
        handler.entityDecl = entityDeclaration
        handler.unparsedEntityDecl = unparsedEntityDeclaration
        handler.serror = reportError
        guard let context = xmlCreatePushParserCtxt(&handler, UnsafeMutableRawPointer(state), nil, 0, nil) else {
            return state.pointee.fail(
                .notWellFormed(
                    reason: "libxml2 has no memory for a parser",
                    at: Location(path: state.pointee.path, line: 1, column: 1)))
        }
        // Without NOENT, libxml2 leaves `&amp;` in attribute values as `&#38;`. No other entity can be declared.
        var options = XML_PARSE_NONET.rawValue | XML_PARSE_NOENT.rawValue
        if !decodes { options |= XML_PARSE_IGNORE_ENC.rawValue }
        xmlCtxtUseOptions(context, Int32(options))
        state.pointee.context = context
    }
}

/// libxml2's own set-up, done once for the process.
private let libraryIsReady: Void = xmlInitParser()

private func sax(_ userData: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<SAXState>? {
    userData?.assumingMemoryBound(to: SAXState.self)
}

private let startElement: startElementNsSAX2Func = { data, name, prefix, namespace, _, _, count, _, attributes in
    guard let name else { return }
    sax(data)?.pointee.start(name, prefix, namespace, Int(count), attributes)
}

private let endElement: endElementNsSAX2Func = { data, _, _, _ in
    sax(data)?.pointee.end()
}

private let characters: charactersSAXFunc = { data, start, count in
    sax(data)?.pointee.text(start, Int(count), isCDATA: false)
}

private let cdata: cdataBlockSAXFunc = { data, start, count in
    sax(data)?.pointee.text(start, Int(count), isCDATA: true)
}

private let reference: referenceSAXFunc = { data, name in
    guard let state = sax(data) else { return }
    let name = name.map { String(cString: $0) } ?? ""
    state.pointee.fail(
        .notWellFormed(reason: "the entity '\(name)' is not declared", at: state.pointee.currentLocation()))
}

private let entityDeclaration: entityDeclSAXFunc = { data, name, _, _, _, _ in
    refuseEntity(data, name)
}

private let unparsedEntityDeclaration: unparsedEntityDeclSAXFunc = { data, name, _, _, _ in
    refuseEntity(data, name)
}

private func refuseEntity(_ data: UnsafeMutableRawPointer?, _ name: UnsafePointer<UInt8>?) {
    guard let state = sax(data) else { return }
    let name = name.map { String(cString: $0) } ?? ""
    state.pointee.fail(.entityDeclaration(name: name, at: state.pointee.currentLocation()))
}

private let reportError: xmlStructuredErrorFunc = { data, error in
    guard let state = sax(data), let error, !state.pointee.hasFailed else { return }
    let code = xmlParserErrors(rawValue: UInt32(bitPattern: error.pointee.code))
    guard error.pointee.level.rawValue >= XML_ERR_ERROR.rawValue || code == XML_WAR_UNDECLARED_ENTITY else { return }
    var reason = error.pointee.message.map { String(cString: $0) } ?? "unknown error"
    if let line = reason.firstIndex(where: \.isNewline) { reason = String(reason[..<line]) }
    var place = state.pointee.currentLocation()
    if error.pointee.line > 0 {
        place.line = Int(error.pointee.line)
        place.column = Int(error.pointee.int2)
    }
    // A character broken off by the next markup is, to libxml2, an internal error.
    if code == XML_ERR_INTERNAL_ERROR, reason.contains("element content"),
        let byte = state.pointee.context?.pointee.input?.pointee.cur?.pointee, byte >= 0x80
    {
        return state.pointee.fail(.encoding(reason: "these bytes are not text in it", at: place))
    }
    switch code {
    case XML_ERR_INVALID_CHAR where reason.hasPrefix("Input is not proper"), XML_ERR_INVALID_ENCODING,
        XML_ERR_UNSUPPORTED_ENCODING, XML_ERR_UNKNOWN_ENCODING, XML_I18N_CONV_FAILED, XML_I18N_NO_HANDLER:
        // The reason would quote bytes of the document.
        let isConversion = code == XML_I18N_CONV_FAILED || code == XML_ERR_INVALID_CHAR
        state.pointee.fail(.encoding(reason: isConversion ? "these bytes are not text in it" : reason, at: place))
    case XML_ERR_NAME_TOO_LONG,
        XML_ERR_INTERNAL_ERROR where reason.contains("Huge input"),
        XML_ERR_ATTRIBUTE_NOT_FINISHED where reason.contains("too long"):
        state.pointee.fail(.tooLarge(what: "a name, tag or value", limit: XMLLimits.markup, at: place))
    case _ where state.pointee.isFinishing && state.pointee.depth > 0:
        state.pointee.fail(.truncated(at: place))
    default:
        state.pointee.fail(.notWellFormed(reason: reason, at: place))
    }
}
