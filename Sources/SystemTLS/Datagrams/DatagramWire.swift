/// What sealed datagrams between peers look like.
///
///     handshake   0x10  path (8)  flight (1)  TLS bytes …              guard (16)
///     protected   0x20  path (8)  number (8)  ciphertext …             tag (16)
///     unknown     0x30  path (8)  name of who says so …                guard (16)
///
/// The guard is the front of an HMAC with a key that follows from the shared key: who does not have that key costs one
/// HMAC and gets no answer. It proves nothing else; the handshake does. That a path is unknown only its other end can say,
/// and a datagram without a name, as versions before this one send it, says nothing: the path ends by its silence.
public enum DatagramWire {
    /// What a datagram is for.
    public enum Kind: UInt8, Sendable {
        /// A flight of the handshake.
        case handshake = 0x10

        /// A payload.
        case protected = 0x20

        /// The path is not known here.
        case unknown = 0x30

        /// How long a datagram of the kind is at least, in bytes.
        ///
        /// That a path is unknown is answered to any packet: the shorter that may be, the more its sender is multiplied.
        var leastSize: Int {
            switch self {
            case .handshake: headerSize + 1 + guardSize
            case .protected: overhead
            case .unknown: headerSize + guardSize
            }
        }
    }

    /// The largest datagram, in bytes: IPv6 carries it everywhere (1,280 bytes less 48 of headers).
    static let sizeLimit = 1232

    /// Where the path's name ends.
    static let headerSize = 9

    /// How long the guard is, in bytes.
    static let guardSize = 16

    /// What a flight of the handshake may have, in bytes.
    static let flightLimit = sizeLimit - headerSize - 1 - guardSize

    /// What protection adds to a payload, in bytes.
    public static let overhead = headerSize + 8 + AES128GCM.tagSize

    /// What a datagram is for, and of which path; `nil` for anything that is none of ours.
    public static func header(of datagram: Span<UInt8>) -> (kind: Kind, path: UInt64)? {
        guard datagram.count >= headerSize, let kind = Kind(rawValue: datagram[0]), datagram.count >= kind.leastSize
        else { return nil }
        return (kind, word(datagram, at: 1))
    }

    /// Eight bytes as a number, the first the most significant.
    static func word(_ bytes: Span<UInt8>, at offset: Int) -> UInt64 {
        var word: UInt64 = 0
        for index in offset..<(offset + 8) { word = word << 8 | UInt64(bytes[index]) }
        return word
    }

    /// Begins a datagram.
    static func begin(_ kind: Kind, path: UInt64, in datagram: inout [UInt8]) {
        datagram.removeAll(keepingCapacity: true)
        datagram.append(kind.rawValue)
        append(path, to: &datagram)
    }

    /// Appends eight bytes.
    static func append(_ word: UInt64, to bytes: inout [UInt8]) {
        for index in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: word >> (56 - 8 * index))) }
    }
}
