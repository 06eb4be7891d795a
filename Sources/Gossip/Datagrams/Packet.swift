import Bytes

/// What stands at the front of every datagram between two nodes.
///
///      0      1          9          17
///     ├──────┼──────────┼──────────┼─────────┬───────────────┬──────────────────┬─ ─ ─ ─
///     │ kind │ path     │ proof    │ number  │ largest seen  │ seen before it   │ frames
///     │      │ 8 bytes  │ 8 bytes  │ varint  │ varint        │ 4 × 8 bytes      │
///
/// An opening has its greeting right behind the proof, a check of an address and its answer a nonce of 8 bytes. A token
/// ends after the proof, a reset after the path.
struct Packet {
    /// The largest datagram, in bytes: fits the smallest packet of IPv6, 1,280, with its headers.
    static let sizeLimit = 1200

    /// The longest header, in bytes.
    static let headerLimit = 17 + 5 + 5 + 32

    /// What the datagram is for.
    enum Kind: UInt8 {
        /// A greeting that asks for a path, with the proof that its sender hears, if it has one.
        case opening = 0xD0

        /// Frames, and what was seen of the other side's packets. To be acknowledged.
        case frames = 0xD1

        /// Only what was seen.
        case acknowledgement = 0xD2

        /// The path is not known here: the other side's node has lost it.
        case reset = 0xD3

        /// The answer to an opening without proof: show this.
        case token = 0xD4

        /// Do you hear at this address? Say the nonce.
        case addressCheck = 0xD5

        /// I do.
        case addressAnswer = 0xD6
    }

    var kind: Kind

    /// Made up by the side that dialed.
    var path: UInt64

    /// Made by the side that was dialed, and shown by either in every packet since: who shows it has heard the other.
    var proof: UInt64 = 0

    /// Counts the packets of one direction; a packet sent again has another number.
    var number: UInt64 = 0

    /// What the sender has seen.
    var seen = SeenPackets()

    /// Says which check of an address is answered.
    var nonce: UInt64 = 0

    /// Where the frames start.
    var length = 0

    init(_ kind: Kind, path: UInt64, proof: UInt64 = 0) {
        self.kind = kind
        self.path = path
        self.proof = proof
    }

    /// Reads the header; `nil` for anything that is none.
    init?(decoding bytes: Span<UInt8>) {
        do throws(TruncatedInput) {
            var cursor = ByteCursor()
            guard let kind = Kind(rawValue: try cursor.byte(in: bytes)) else { return nil }
            self.kind = kind
            path = try cursor.integer(UInt64.self, in: bytes)
            if kind != .reset { proof = try cursor.integer(UInt64.self, in: bytes) }
            switch kind {
            case .frames, .acknowledgement:
                number = try cursor.sequence(in: bytes)
                seen.end = try cursor.sequence(in: bytes)
                for word in seen.words.indices { seen.words[word] = try cursor.integer(UInt64.self, in: bytes) }
            case .addressCheck, .addressAnswer:
                nonce = try cursor.integer(UInt64.self, in: bytes)
            case .opening, .token, .reset:
                break
            }
            length = cursor.offset
        } catch {
            return nil
        }
    }

    /// Appends the header.
    func append(to output: inout [UInt8]) {
        output.append(kind.rawValue)
        output.append(bigEndian: path)
        if kind != .reset { output.append(bigEndian: proof) }
        switch kind {
        case .frames, .acknowledgement:
            output.append(varint: number)
            output.append(varint: seen.end)
            for word in seen.words.indices { output.append(bigEndian: seen.words[word]) }
        case .addressCheck, .addressAnswer:
            output.append(bigEndian: nonce)
        case .opening, .token, .reset:
            break
        }
    }
}

/// Which of the newest packets were seen; older ones count as seen, whether they were or not.
struct SeenPackets {
    /// How many packets are told apart.
    static let width: UInt64 = 256

    /// One more than the largest number seen.
    var end: UInt64 = 0

    /// Bit `n % 256` says whether packet `n` was seen.
    var words: [4 of UInt64] = [0, 0, 0, 0]

    /// Whether a packet was seen, or is too old to tell.
    func contains(_ number: UInt64) -> Bool {
        guard number < end else { return false }
        guard number + Self.width >= end else { return true }
        return words[Int(number % Self.width / 64)] & 1 << (number % 64) != 0
    }

    /// Takes notice of a packet.
    mutating func insert(_ number: UInt64) {
        guard !contains(number) else { return }
        if number >= end {
            // What comes between is not seen yet, and its bits still speak of packets 256 numbers ago.
            let first = max(end, number >= Self.width ? number - Self.width + 1 : 0)
            for skipped in first..<number { set(skipped, to: false) }
            end = number + 1
        }
        set(number, to: true)
    }

    private mutating func set(_ number: UInt64, to isSeen: Bool) {
        let bit: UInt64 = 1 << (number % 64)
        if isSeen {
            words[Int(number % Self.width / 64)] |= bit
        } else {
            words[Int(number % Self.width / 64)] &= ~bit
        }
    }
}
