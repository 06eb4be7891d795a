/// The keys of one direction, which are replaced after so many packets: both sides count, nobody needs to say so.
///
///     secret 0 ──▶ key 0: packets 0 ..< 4194304
///        │
///     secret 1 ──▶ key 1: packets 4194304 ..< 8388608
///        …           a later secret says nothing about an earlier one
struct DatagramSecret {
    /// How many packets one key protects: half of what RFC 9001 §6.6 allows AES-GCM.
    static let packetsPerKey: UInt64 = 1 << 22

    /// Which of the keys it is.
    private(set) var epoch: UInt64 = 0

    private var secret: [UInt8]
    private let hash: HMACSHA256

    /// Starts with what the handshake gave.
    init(_ secret: [UInt8], using library: any KeyedHashing) {
        self.secret = secret
        hash = HMACSHA256(library)
    }

    /// What packets are encrypted with.
    var key: [UInt8] { derive("mesh datagram key", AES128GCM.keySize) }

    /// What their numbers are mixed into.
    var nonceBase: [12 of UInt8] {
        let bytes = derive("mesh datagram iv", AES128GCM.nonceSize)
        var base: [12 of UInt8] = .init(repeating: 0)
        for index in base.indices { base[index] = bytes[index] }
        return base
    }

    /// Goes on to the next.
    mutating func advance() {
        secret = derive("mesh datagram next", HMACSHA256.size)
        epoch += 1
    }

    /// The nonce of a packet: its number, mixed into what the secret says (RFC 9001 §5.3).
    static func nonce(_ base: [12 of UInt8], _ number: UInt64) -> [12 of UInt8] {
        var nonce = base
        for index in 0..<8 { nonce[4 + index] ^= UInt8(truncatingIfNeeded: number >> (56 - 8 * index)) }
        return nonce
    }

    private func derive(_ purpose: String, _ count: Int) -> [UInt8] {
        hash.expand(secret.span, info: Array(purpose.utf8).span, count: count)
    }
}
