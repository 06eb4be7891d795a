import Bytes
import HTTP

/// Takes the secrets of clients out of what one connection sends, byte by byte, as it is recorded.
///
/// It follows the framing of HTTP/1.1 (RFC 9112 §2), however the bytes are cut, and changes two things: the value of
/// `session` in the query of a request, and the values of the fields that carry credentials. What stands there is as long
/// as before, and takes the same way through a decoder, so the node asks the same when it is replayed. From the first
/// byte on that begins no request, as a WebSocket's frames do, nothing is looked at any more.
///
///     GET /start_web_socket?username=ana&session=8d1f02… HTTP/1.1
///     GET /start_web_socket?username=ana&session=xxxxxx… HTTP/1.1
struct SecretMask {
    private enum Place {
        case start
        case beforeQuery
        case name(QueryName)
        case value(MaskedText?)
        case restOfLine
        case fieldName(FieldName)
        case fieldValue(FieldName.Meaning)
        case body(Int)
        case chunkSize(Int, isExtension: Bool)
        case chunk(Int)
        case chunkEnd
        case trailer(isEmpty: Bool)
        case beyond
    }

    private var place = Place.start
    private var bodyLength = 0
    private var isChunked = false

    /// Whether nothing is looked at any more.
    var isDone: Bool { if case .beyond = place { true } else { false } }

    /// Takes the next byte.
    ///
    /// - Returns: What is recorded in its place.
    mutating func mask(_ byte: UInt8) -> UInt8 {
        let isLineEnd = byte == UInt8(ascii: "\n")
        switch place {
        case .start: begin(with: byte)
        case .beforeQuery:
            if byte == UInt8(ascii: "?") { place = .name(QueryName()) } else if isLineEnd { beginField() }
        case .restOfLine: if isLineEnd { beginField() }
        case .beyond: break
        case .name(var name):
            if byte == UInt8(ascii: " ") || isLineEnd {
                move(fromQueryAt: byte)
            } else {
                place = name.take(byte).map { .value($0 ? MaskedText() : nil) } ?? .name(name)
            }
        case .value(var text):
            if byte == UInt8(ascii: " ") || isLineEnd {
                move(fromQueryAt: byte)
            } else if byte == UInt8(ascii: "&") {
                place = .name(QueryName())
            } else if byte != UInt8(ascii: "\r"), let masked = text?.mask(byte) {
                place = .value(text)
                return masked
            }
        case .fieldName(var name):
            if isLineEnd {
                if name.isEmpty { endHead() } else { beginField() }
            } else {
                place = name.take(byte).map { .fieldValue($0) } ?? .fieldName(name)
            }
        case .fieldValue(let meaning):
            return mask(byte, ofFieldThat: meaning)
        case .body(let left): place = left > 1 ? .body(left - 1) : .start
        case .chunkSize(let size, let isExtension):
            if isLineEnd {
                place = size > 0 ? .chunk(size) : .trailer(isEmpty: true)
            } else if !isExtension {
                let digit = byte.hexadecimalValue.map { min(size << 4 | Int($0), 1 << 40) }
                place = .chunkSize(digit ?? size, isExtension: digit == nil)
            }
        case .chunk(let left): place = left > 1 ? .chunk(left - 1) : .chunkEnd
        case .chunkEnd: if isLineEnd { place = .chunkSize(0, isExtension: false) }
        case .trailer(let isEmpty):
            if isLineEnd {
                place = isEmpty ? .start : .trailer(isEmpty: true)
            } else if byte != UInt8(ascii: "\r") {
                place = .trailer(isEmpty: false)
            }
        }
        return byte
    }

    private mutating func begin(with byte: UInt8) {
        if byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n") { return }
        (bodyLength, isChunked) = (0, false)
        // Whatever a method may begin with; no frame of a WebSocket's client does.
        place = byte.isTokenCharacter ? .beforeQuery : .beyond
    }

    private mutating func beginField() { place = .fieldName(FieldName()) }

    private mutating func move(fromQueryAt byte: UInt8) {
        place = byte == UInt8(ascii: "\n") ? .fieldName(FieldName()) : .restOfLine
    }

    private mutating func mask(_ byte: UInt8, ofFieldThat meaning: FieldName.Meaning) -> UInt8 {
        if byte == UInt8(ascii: "\n") {
            place = .fieldName(FieldName())
            return byte
        }
        switch meaning {
        case .isSecret: return byte > 0x20 ? UInt8(ascii: "x") : byte
        case .tellsLength: take(decimalDigit: byte)
        case .tellsChunks: isChunked = true
        case .saysNothing: break
        }
        return byte
    }

    private mutating func take(decimalDigit byte: UInt8) {
        guard byte.isDigit else { return }
        // A longer body than any node takes; its connection ends.
        bodyLength = min(bodyLength * 10 + Int(byte - UInt8(ascii: "0")), 1 << 40)
    }

    private mutating func endHead() {
        place = isChunked ? .chunkSize(0, isExtension: false) : bodyLength > 0 ? .body(bodyLength) : .start
    }
}
