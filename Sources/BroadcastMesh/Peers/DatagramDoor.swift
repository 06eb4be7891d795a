import Gossip

/// What strangers must pass before anything is kept for them, and how many of them are answered.
struct DatagramDoor {
    /// How many strangers a second are told what to show: each costs a hash and a datagram that is shorter than theirs.
    static let tokensPerSecond = 4096

    /// How many datagrams of unknown paths a second are answered: the first tells a peer that its path is gone.
    static let resetsPerSecond = 64

    /// Who is let in.
    var gate: PathGate

    /// How many were told lately what to show.
    var tokens = RateLimit(perSecond: tokensPerSecond)

    /// How many were told lately that their path is gone.
    var resets = RateLimit(perSecond: resetsPerSecond)

    /// Begins with what nobody else knows.
    init(secret: (UInt64, UInt64)) {
        gate = PathGate(secret: secret)
    }
}
