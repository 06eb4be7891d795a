extension RequestHead {
    /// Decodes the head at the front of `bytes`, or returns `nil` when it is not complete yet.
    ///
    /// - Parameters:
    ///   - bytes: Everything received and not yet consumed; may end anywhere.
    ///   - limits: How much to read.
    /// - Throws: The first rule that the head breaks. Line ends, control characters and sizes are judged as the
    ///   bytes arrive; the rest once the head is complete.
    init?(decoding bytes: Span<UInt8>, limits: HTTPLimits = HTTPLimits()) throws(HTTPError) {
        var scanner = HeadScanner()
        let length = try scanner.headLength(
            in: bytes,
            startLineLimit: limits.requestLineBytes,
            headLimit: limits.headBytes
        )
        guard let length else { return nil }
        try self.init(whole: bytes.extracting(0..<length))
    }

    /// Decodes a head that a ``HeadScanner`` has found whole.
    init(whole bytes: Span<UInt8>) throws(HTTPError) {
        guard let lineEnd = bytes.firstIndex(of: UInt8(ascii: "\r"), from: 0),
            let methodEnd = bytes.firstIndex(of: UInt8(ascii: " "), from: 0),
            let targetEnd = bytes.firstIndex(of: UInt8(ascii: " "), from: methodEnd + 1),
            targetEnd < lineEnd, methodEnd > 0, targetEnd > methodEnd + 1
        else { throw .malformedRequestLine }
        for index in 0..<methodEnd where !bytes[index].isTokenCharacter { throw .malformedRequestLine }
        let version = try Version(
            decoding: bytes.extracting((targetEnd + 1)..<lineEnd),
            malformed: .malformedRequestLine
        )
        guard let targetText = try? UTF8Span(validating: bytes.extracting((methodEnd + 1)..<targetEnd)) else {
            throw .targetNotUTF8
        }
        let method = Method(rawValue: bytes.extracting(0..<methodEnd).text)
        self.init(
            method: method,
            target: try RequestTarget(decoding: String(copying: targetText), method: method),
            version: version,
            fields: try Fields(decoding: bytes, from: lineEnd + 2)
        )
        try checkHost()
        try checkExpectation()
    }

    /// What a head says beside a target that makes no sense, or is too long, and before what is too much.
    ///
    /// Its method and fields decide about the answer; the target is the root. It is `nil` when something else is wrong.
    ///
    /// - Parameter bytes: The head, up to where it is refused; a line that has no end is passed over.
    init?(withoutTarget bytes: Span<UInt8>) {
        guard let lineEnd = bytes.firstIndex(of: UInt8(ascii: "\r"), from: 0),
            let methodEnd = bytes.firstIndex(of: UInt8(ascii: " "), from: 0), methodEnd < lineEnd,
            let target = try? RequestTarget(decoding: "/", method: .get),
            let fields = try? Fields(decoding: bytes, from: lineEnd + 2)
        else { return nil }
        let method = Method(rawValue: bytes.extracting(0..<methodEnd).text)
        self.init(method: method, target: target, version: .http11, fields: fields)
        guard (try? checkHost()) != nil else { return nil }
    }

    private func checkHost() throws(HTTPError) {
        guard let hosts = fields.exactValues(of: "host") else { throw .malformedHost }
        guard hosts.count <= 1 else { throw .repeatedHost }
        guard let host = hosts.first else {
            guard version < .http11 else { throw .missingHost }
            return
        }
        guard Authority.isValid(host) else { throw .malformedHost }
    }

    private func checkExpectation() throws(HTTPError) {
        for line in fields.lines where line.isNamed("expect") {
            guard line.value.isEqualIgnoringCase("100-continue") else { throw .unknownExpectation }
        }
    }
}
