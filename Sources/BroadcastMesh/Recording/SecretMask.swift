import Bytes
import HTTP
import WebSocket

/// Takes the secrets of clients out of what one connection sends, byte by byte, as it is recorded.
///
/// It follows the framing of HTTP/1.1 (RFC 9112 §2), however the bytes are cut. What a node reads of a request stands in the
/// recording; the rest of its head and of its trailers, where anything may carry credentials, is crossed out. That is as long
/// as before, and takes the same way through a decoder, so the node asks and answers the same when it is replayed. Whether a
/// head is one, and where its body ends, the decoder of the node says itself: behind one that is refused nothing is read,
/// and nothing stands there. Bodies do, and so does all that comes behind a request that makes a WebSocket of the connection,
/// and all that a peer sends.
///
///     GET /start_web_socket?username=ana&session=8d1f02… HTTP/1.1     Cookie: a=b
///     GET /start_web_socket?username=ana&session=xxxxxx… HTTP/1.1     Cxxxxx: xxx
struct SecretMask {
    private enum Place {
        case start
        case head(MaskedHead)
        case body(Int)
        case chunkSize(Int, isExtension: Bool)
        case chunk(Int)
        case chunkEnd
        case trailer(MaskedField)
        case beyond
        case refused
    }

    /// What has come on the connection.
    private enum Past {
        case nothing
        case request
        case upgrade
    }

    /// The longest head that is followed, in bytes: a node can be told to read no longer one.
    private static let longestHead = 1 << 20

    private static let crossedOut = UInt8(ascii: "x")

    private var place = Place.start
    private var past = Past.nothing

    /// The current head, as it came.
    private var head: [UInt8] = []

    /// Whether nothing is looked at any more.
    var isDone: Bool { if case .beyond = place { true } else { false } }

    /// Takes the next byte.
    ///
    /// - Returns: What is recorded in its place.
    mutating func mask(_ byte: UInt8) -> UInt8 {
        let isLineEnd = byte == UInt8(ascii: "\n")
        switch place {
        case .start: begin(with: byte)
        case .head(let head): return mask(byte, of: head)
        case .body(let left): place = left > 1 ? .body(left - 1) : .start
        case .chunkSize(let size, _) where isLineEnd:
            place = size > 0 ? .chunk(size) : .trailer(MaskedField(.ofTrailer))
        case .chunkSize(let size, let isExtension): return mask(byte, behind: size, isExtension)
        case .chunk(let left): place = left > 1 ? .chunk(left - 1) : .chunkEnd
        case .chunkEnd where isLineEnd: place = .chunkSize(0, isExtension: false)
        case .chunkEnd where byte == UInt8(ascii: "\r"): break
        case .trailer(let line) where isLineEnd: place = line.isEmpty ? .start : .trailer(MaskedField(.ofTrailer))
        case .trailer(var line):
            let masked = line.mask(byte)
            place = .trailer(line)
            return masked
        case .beyond: break
        case .chunkEnd, .refused:
            place = .refused
            return Self.crossedOut
        }
        return byte
    }

    private mutating func begin(with byte: UInt8) {
        if byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n") { return }
        switch past {
        // No frame of a WebSocket begins as a method may; a peer's do with the highest byte of a length.
        case .upgrade where !byte.isTokenCharacter, .nothing where byte == 0: place = .beyond
        case .upgrade, .nothing, .request:
            var head = MaskedHead()
            _ = head.mask(byte)
            place = .head(head)
            self.head = [byte]
        }
    }

    private mutating func mask(_ byte: UInt8, of masked: MaskedHead) -> UInt8 {
        guard head.count < Self.longestHead else {
            place = .refused
            return Self.crossedOut
        }
        head.append(byte)
        var masked = masked
        let recorded = masked.mask(byte)
        place = .head(masked)
        if masked.isWhole { endHead() }
        return recorded
    }

    /// Goes on as the node does: its decoder says what the head is.
    private mutating func endHead() {
        var connection = ServerConnection(limits: HTTPLimits(headBytes: .max, bodyBytes: .max))
        connection.receive(head.span)
        head = []
        let step: ServerConnection.Step?
        do throws(HTTPError) { step = try connection.next() } catch {
            place = .refused
            return
        }
        if case .request(let request)? = step {
            note(request)
            place = .start
        } else if let head = connection.currentHead {
            let length = head.fields["content-length"].flatMap { Int($0) }
            place = length.map { .body($0) } ?? .chunkSize(0, isExtension: false)
            // What comes in chunks may be nothing, and a WebSocket may follow it.
            note(Request(method: head.method, target: head.target, fields: head.fields))
        } else {
            place = .refused
        }
    }

    private mutating func note(_ request: Request) {
        past = (try? ServerHandshake.accept(request)) == nil ? .request : .upgrade
    }

    /// Takes a byte of the line before a chunk; its extensions mean nothing.
    private mutating func mask(_ byte: UInt8, behind size: Int, _ isExtension: Bool) -> UInt8 {
        if byte == UInt8(ascii: "\r") { return byte }
        if !isExtension, let digit = byte.hexadecimalValue {
            // Larger than any that a node takes; its connection ends.
            place = .chunkSize(min(size << 4 | Int(digit), 1 << 40), isExtension: false)
            return byte
        }
        place = .chunkSize(size, isExtension: true)
        return byte.isTokenCharacter ? Self.crossedOut : min(byte, 0x80)
    }
}
