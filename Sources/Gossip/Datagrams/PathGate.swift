import Bytes

/// What keeps strangers out who do not hear what is sent to the address that they give.
///
/// Nothing is kept for a stranger. An opening is answered with a token, which is shorter, and whoever comes back with
/// the token hears at that address: only then a path is made (RFC 9000 §8.1).
///
///     dialing                                     accepting
///        │ ── opening: path, no token, greeting ──▶ │
///        │ ◀────────── token: path, proof ───────── │   made from a secret, the address, the path, the time
///        │ ── opening: path, proof, greeting ─────▶ │   a path
///        │ ◀── frames: path, proof, greeting ────── │
public struct PathGate: Sendable {
    /// For how long a token is good, at least and half of at most, in nanoseconds (RFC 9000 §8.1.3).
    static let tokenLife: Int64 = .milliseconds(10_000)

    /// How many paths that were admitted lately are remembered: as many as can be admitted while a token is good.
    static let memory = 256

    private let secret: (UInt64, UInt64)

    /// The proofs that were admitted lately: an opening that comes late a second time opens no second path.
    private var admitted: [UInt64] = []
    private var oldest = 0

    /// What is to be done with a datagram that opens a path.
    public enum Verdict: Equatable, Sendable {
        /// Its sender hears at that address: a path may be made with this proof.
        case admit(proof: UInt64)

        /// This is to be sent to the address.
        case answer([UInt8])

        /// It deserves nothing.
        case ignore
    }

    /// Starts with a secret of the process; two random words.
    public init(secret: (UInt64, UInt64)) {
        self.secret = secret
    }

    /// Judges an opening.
    ///
    /// - Parameters:
    ///   - datagram: A datagram for which ``DatagramPath/isOpening(_:)`` holds.
    ///   - address: The address that it gives as its sender's.
    ///   - now: The time.
    /// - Returns: What to do with it.
    public mutating func judge(_ datagram: Span<UInt8>, from address: Span<UInt8>, at now: Moment) -> Verdict {
        guard DatagramPath.isOpening(datagram), let packet = Packet(decoding: datagram) else { return .ignore }
        let span = now.monotonic / Self.tokenLife
        for age in 0...1 as ClosedRange<Int64> where packet.proof == token(packet.path, address, span - age) {
            return admit(packet.proof)
        }
        var answer: [UInt8] = []
        Packet(.token, path: packet.path, proof: token(packet.path, address, span)).append(to: &answer)
        return .answer(answer)
    }

    private mutating func admit(_ proof: UInt64) -> Verdict {
        guard !admitted.contains(proof) else { return .ignore }
        if admitted.count < Self.memory {
            admitted.append(proof)
        } else {
            admitted[oldest] = proof
            oldest = (oldest + 1) % Self.memory
        }
        return .admit(proof: proof)
    }

    /// Never 0: that stands for none.
    private func token(_ path: UInt64, _ address: Span<UInt8>, _ span: Int64) -> UInt64 {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(16 + address.count)
        bytes.append(bigEndian: path)
        bytes.append(bigEndian: UInt64(bitPattern: span))
        bytes.append(address)
        return max(1, SipHash.hash(bytes.span, key: secret))
    }
}
