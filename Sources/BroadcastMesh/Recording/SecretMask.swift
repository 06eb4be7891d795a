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
///
/// Where it stands goes with the bytes:
///
///     start ──▶ before the query ──?──▶ name ──=──▶ value ──blank──▶ rest of the line ──its end──▶ field name
///                                        ▲────&───────┘
///     field name ──:──▶ field value ──end of the line──▶ field name
///         └──an empty line──▶ start, or a body of so many bytes ──▶ start, or chunks
///     size of a chunk ──▶ chunk ──▶ its end ──▶ size … 0 ──▶ trailer ──an empty line──▶ start
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
        case .name(let name): take(byte, ofQueryName: name)
        case .value(let text): return mask(byte, ofQueryValue: text)
        case .restOfLine: if isLineEnd { beginField() }
        case .fieldName(let name): take(byte, ofFieldName: name)
        case .fieldValue(let meaning): return mask(byte, ofFieldThat: meaning)
        case .body(let left): place = left > 1 ? .body(left - 1) : .start
        case .chunkSize(let size, let isExtension): take(byte, ofChunkSize: size, isExtension: isExtension)
        case .chunk(let left): place = left > 1 ? .chunk(left - 1) : .chunkEnd
        case .chunkEnd: if isLineEnd { place = .chunkSize(0, isExtension: false) }
        case .trailer(let isEmpty): take(byte, ofTrailerThatIsEmpty: isEmpty)
        case .beyond: break
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

    private mutating func take(_ byte: UInt8, ofQueryName name: QueryName) {
        guard !endsQuery(byte) else { return endQuery(at: byte) }
        var name = name
        place = name.take(byte).map { .value($0 ? MaskedText() : nil) } ?? .name(name)
    }

    /// - Returns: What is recorded in its place.
    private mutating func mask(_ byte: UInt8, ofQueryValue text: MaskedText?) -> UInt8 {
        if endsQuery(byte) {
            endQuery(at: byte)
        } else if byte == UInt8(ascii: "&") {
            place = .name(QueryName())
        } else if byte != UInt8(ascii: "\r"), var text {
            let masked = text.mask(byte)
            place = .value(text)
            return masked
        }
        return byte
    }

    private func endsQuery(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") }

    private mutating func endQuery(at byte: UInt8) {
        if byte == UInt8(ascii: "\n") { beginField() } else { place = .restOfLine }
    }

    private mutating func take(_ byte: UInt8, ofFieldName name: FieldName) {
        guard byte != UInt8(ascii: "\n") else { return name.isEmpty ? endHead() : beginField() }
        var name = name
        place = name.take(byte).map { .fieldValue($0) } ?? .fieldName(name)
    }

    private mutating func mask(_ byte: UInt8, ofFieldThat meaning: FieldName.Meaning) -> UInt8 {
        if byte == UInt8(ascii: "\n") {
            beginField()
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

    private mutating func take(_ byte: UInt8, ofChunkSize size: Int, isExtension: Bool) {
        if byte == UInt8(ascii: "\n") {
            place = size > 0 ? .chunk(size) : .trailer(isEmpty: true)
        } else if !isExtension {
            let digit = byte.hexadecimalValue.map { min(size << 4 | Int($0), 1 << 40) }
            place = .chunkSize(digit ?? size, isExtension: digit == nil)
        }
    }

    private mutating func take(_ byte: UInt8, ofTrailerThatIsEmpty isEmpty: Bool) {
        if byte == UInt8(ascii: "\n") {
            place = isEmpty ? .start : .trailer(isEmpty: true)
        } else if byte != UInt8(ascii: "\r") {
            place = .trailer(isEmpty: false)
        }
    }

    private mutating func endHead() {
        place = isChunked ? .chunkSize(0, isExtension: false) : bodyLength > 0 ? .body(bodyLength) : .start
    }
}
