/// Where the other end of a path hears, as far as it has proven that (RFC 9000 §8.2).
///
/// A peer behind a NAT may come from elsewhere the next time. A datagram says only where it claims to come from, so
/// that address is asked first, and everything goes to the old one until the answer comes from the new.
public struct PeerAddress<Address: Equatable & Sendable>: Sendable {
    /// How often an address is asked at most, in nanoseconds: the first guess of a round trip.
    public static var checkInterval: Int64 { RoundTripTime.initial }

    /// Where datagrams go.
    public private(set) var proven: Address

    private var candidate: (address: Address, nonce: UInt64, askedAt: Int64)?

    /// Starts where the peer was dialed, or from where it opened the path.
    public init(_ address: Address) {
        proven = address
    }

    /// Takes notice of where a genuine datagram claims to come from.
    ///
    /// - Parameters:
    ///   - sender: The address.
    ///   - nonce: A random number.
    ///   - now: The time, in monotonic nanoseconds.
    /// - Returns: What to ask that address; `nil` for nothing.
    public mutating func handleDatagram(from sender: Address, nonce: @autoclosure () -> UInt64, at now: Int64)
        -> UInt64?
    {
        guard sender != proven else { return nil }
        if let candidate, now - candidate.askedAt < Self.checkInterval { return nil }
        let question = nonce()
        candidate = (sender, question, now)
        return question
    }

    /// Takes an answer: from the address that was asked, the peer has moved there.
    public mutating func handleAnswer(_ nonce: UInt64, from sender: Address) {
        guard let candidate, candidate.nonce == nonce, candidate.address == sender else { return }
        proven = sender
        self.candidate = nil
    }
}
