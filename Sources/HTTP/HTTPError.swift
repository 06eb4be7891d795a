/// A rule of HTTP that the other side broke, or a limit that it went over.
///
/// ``status`` is what a server answers with; ``description`` is the sentence for the body. After any of them the
/// connection cannot be used again, because nobody knows where the next message starts.
public enum HTTPError: Error, Equatable, Sendable {
    /// The request line is not a method, a target and a version with one space between them (RFC 9112 §3).
    case malformedRequestLine

    /// The version does not begin with `HTTP/1.` (RFC 9112 §2.3).
    case unsupportedVersion

    /// The target has none of the four forms of RFC 9112 §3.2, or not one that goes with the method.
    case malformedTarget

    /// A `%` of the target is not followed by two hexadecimal digits (RFC 3986 §2.1).
    case malformedPercentEncoding

    /// The target, once decoded, is not UTF-8.
    case targetNotUTF8

    /// The target's query has more than `limit` items.
    case tooManyQueryItems(limit: Int)

    /// The request line is longer than `limit` bytes.
    case requestLineTooLong(limit: Int)

    /// The start line and the fields together are longer than `limit` bytes.
    case headTooLarge(limit: Int)

    /// The head has more than `limit` fields.
    case tooManyFields(limit: Int)

    /// A line feed stands without a carriage return before it (RFC 9112 §2.2).
    case bareLineFeed

    /// A carriage return stands without a line feed after it (RFC 9112 §2.2).
    case bareCarriageReturn

    /// A control character stands where text belongs (RFC 9110 §5.5).
    case controlCharacter

    /// A field line goes on in the next line, which RFC 9112 §5.2 abolished.
    case foldedField

    /// A field line has no colon, or what stands before it is not a token (RFC 9112 §5.1).
    case malformedFieldName

    /// An HTTP/1.1 request without a `Host` (RFC 9112 §3.2).
    case missingHost

    /// More than one `Host` (RFC 9112 §3.2).
    case repeatedHost

    /// A `Host` that is no host and port (RFC 9112 §3.2).
    case malformedHost

    /// A `Content-Length` that is no plain decimal number (RFC 9112 §6.3).
    case malformedContentLength

    /// More than one `Content-Length`: two readers could disagree about where the message ends (RFC 9112 §6.3).
    case repeatedContentLength

    /// `Content-Length` beside `Transfer-Encoding`, the classic of request smuggling (RFC 9112 §6.3).
    case contentLengthWithTransferEncoding

    /// `Transfer-Encoding` in a message of HTTP/1.0, which has none (RFC 9112 §6.1).
    case transferEncodingBeforeVersion11

    /// `chunked` more than once or with parameters, or an empty coding (RFC 9112 §6.1, §7.1).
    case malformedTransferEncoding

    /// The last transfer coding is not `chunked`, so nothing tells where the message ends (RFC 9112 §6.3).
    case chunkedNotLast

    /// A transfer coding other than `chunked` before it (RFC 9112 §6.1).
    case unknownTransferCoding

    /// A chunk whose size, end or trailer is not as RFC 9112 §7.1 draws it.
    case malformedChunk

    /// An `Expect` other than `100-continue` (RFC 9110 §10.1.1).
    case unknownExpectation

    /// The body is longer than `limit` bytes.
    case bodyTooLarge(limit: Int)

    /// The status line is not a version, three digits and a reason (RFC 9112 §4).
    case malformedStatusLine

    /// The connection ended in the middle of a message (RFC 9112 §8).
    case truncatedMessage
}

extension HTTPError {
    /// What a server answers with; 502 for what only a response can break.
    public var status: Status {
        switch self {
        case .unsupportedVersion: .httpVersionNotSupported
        case .requestLineTooLong: .uriTooLong
        case .headTooLarge, .tooManyFields: .requestHeaderFieldsTooLarge
        case .unknownTransferCoding: .notImplemented
        case .unknownExpectation: .expectationFailed
        case .bodyTooLarge: .contentTooLarge
        case .malformedStatusLine: .badGateway
        case .malformedRequestLine, .malformedTarget, .malformedPercentEncoding, .targetNotUTF8,
            .tooManyQueryItems, .bareLineFeed,
            .bareCarriageReturn, .controlCharacter, .foldedField, .malformedFieldName, .missingHost, .repeatedHost,
            .malformedHost, .malformedContentLength, .repeatedContentLength, .contentLengthWithTransferEncoding,
            .transferEncodingBeforeVersion11, .malformedTransferEncoding, .chunkedNotLast, .malformedChunk,
            .truncatedMessage:
            .badRequest
        }
    }
}
