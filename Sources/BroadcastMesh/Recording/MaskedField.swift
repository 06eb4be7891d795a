import ChannelProtocol
import HTTP

/// A line of a head, or of the trailer of a body, as it is recorded.
///
/// A field that a node reads stands there. Of all others, of lines that go on from others, and of those that are no field,
/// there is no more than how long they are and where they are refused: nobody knows all that carries credentials.
///
///     Host: localhost       Sec-WebSocket-Protocol: mesh.channel.v1, token.4711       Authorization: Bearer 4711
///     Host: localhost       Sec-WebSocket-Protocol: mesh.channel.v1, xxxxxxxxxx       Axxxxxxxxxxxx: xxxxxx xxxx
struct MaskedField {
    /// Which line it is.
    enum Kind {
        /// A field of a request.
        case ofHead

        /// A field behind a body in chunks, of which nothing is read.
        case ofTrailer

        /// The rest of a request line that is none.
        case refused
    }

    private enum Place {
        case name(ArrivingWord)
        case read
        case list(ArrivingWord)
        case other
    }

    /// The fields that a node reads.
    static let read = [
        "accept-encoding", "access-control-request-method", "connection", "content-length", "content-type", "expect",
        "host", "idempotency-key", "if-none-match", "origin", "sec-websocket-key", "sec-websocket-version",
        "transfer-encoding", "upgrade", "x-forwarded-for",
    ]

    /// The field of which it reads whether it has some member: others may be credentials.
    static let list = "sec-websocket-protocol"

    private static let names = (read + [list]).map { Array($0.utf8) }
    private static let members = [Array(Subprotocol.channel.utf8)]

    private var place: Place
    private var text = MaskedText()

    /// Whether nothing of it has arrived: the line is empty.
    private(set) var isEmpty = true

    /// Begins a line.
    init(_ kind: Kind) {
        switch kind {
        case .ofHead: place = .name(ArrivingWord(of: Self.names))
        case .ofTrailer: place = .name(ArrivingWord(of: []))
        case .refused: (place, isEmpty) = (.other, false)
        }
    }

    /// Takes the next byte.
    ///
    /// - Returns: What is recorded in its place.
    mutating func mask(_ byte: UInt8) -> UInt8 {
        if byte == UInt8(ascii: "\r") { return byte }
        isEmpty = false
        switch place {
        case .read: return byte
        case .other: return text.mask(byte)
        case .list(let word): return mask(byte, ofMember: word)
        case .name(let word): return mask(byte, ofName: word)
        }
    }

    private mutating func mask(_ byte: UInt8, ofName word: ArrivingWord) -> UInt8 {
        if byte == UInt8(ascii: ":") {
            place = Self.value(of: word.found)
            return byte
        }
        guard byte.isTokenCharacter else {
            place = .other
            return byte < 0x80 ? byte : text.mask(byte)
        }
        var word = word
        let isKnown = word.take(byte.lowercased)
        place = .name(word)
        return isKnown ? byte : UInt8(ascii: "x")
    }

    private static func value(of name: [UInt8]?) -> Place {
        guard let name else { return .other }
        return name.elementsEqual(list.utf8) ? .list(ArrivingWord(of: members)) : .read
    }

    private mutating func mask(_ byte: UInt8, ofMember word: ArrivingWord) -> UInt8 {
        if byte == UInt8(ascii: ",") {
            place = .list(ArrivingWord(of: Self.members))
            return byte
        }
        if word.isEmpty, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { return byte }
        var word = word
        let isKnown = word.take(byte)
        place = .list(word)
        return isKnown ? byte : text.mask(byte)
    }
}
