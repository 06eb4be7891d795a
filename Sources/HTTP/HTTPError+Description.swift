extension HTTPError: CustomStringConvertible {
    /// One sentence for the body of the answer and for the log.
    public var description: String {
        switch self {
        case .malformedRequestLine: "The request line is not a method, a target and a version with one space between."
        case .unsupportedVersion: "Only HTTP/1.0 and HTTP/1.1 are spoken here."
        case .malformedTarget: "The request target is not a path or an http URL."
        case .malformedPercentEncoding: "A % in the request target is not followed by two hexadecimal digits."
        case .targetNotUTF8: "The request target is not UTF-8."
        case .tooManyQueryItems(let limit): "The query of the request target has more than \(limit) items."
        case .requestLineTooLong(let limit): "The request line is longer than \(limit) bytes."
        case .headTooLarge(let limit): "The head is larger than \(limit) bytes."
        case .tooManyFields(let limit): "The head has more than \(limit) fields."
        case .bareLineFeed: "A line ends with LF alone; lines end with CR LF."
        case .bareCarriageReturn: "A CR stands without the LF that ends a line."
        case .controlCharacter: "The head contains a control character."
        case .foldedField: "A field continues on a second line."
        case .malformedFieldName: "A field line does not begin with a name and a colon."
        case .missingHost: "The Host field is missing."
        case .repeatedHost: "There is more than one Host field."
        case .malformedHost: "The Host field is not a host and a port."
        case .malformedContentLength: "Content-Length is not a decimal number."
        case .repeatedContentLength: "There is more than one Content-Length."
        case .contentLengthWithTransferEncoding: "Content-Length and Transfer-Encoding exclude each other."
        case .transferEncodingBeforeVersion11: "HTTP/1.0 has no Transfer-Encoding."
        case .malformedTransferEncoding: "Transfer-Encoding is not chunked, once."
        case .chunkedNotLast: "The last transfer coding is not chunked."
        case .unknownTransferCoding: "The only transfer coding understood is chunked."
        case .malformedChunk: "A chunk of the body is malformed."
        case .unknownExpectation: "The only expectation understood is 100-continue."
        case .bodyTooLarge(let limit): "The body is larger than \(limit) bytes."
        case .malformedStatusLine: "The status line is not a version, three digits and a reason."
        case .truncatedMessage: "The connection ended in the middle of a message."
        }
    }
}
