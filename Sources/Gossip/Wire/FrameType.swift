/// What a frame between two nodes says.
public enum FrameType: UInt8, Sendable {
    /// Who I am; the first frame in both directions.
    case hello = 1

    /// What I hold: floor and head of origins. Sent whole when a link opens.
    case clock = 2

    /// Entries of one origin, or what stands in their place.
    case entries = 3

    /// Heads that I have and that you get from elsewhere.
    case heads = 4

    /// Please send entries of these origins.
    case ask = 5

    /// Please send only heads of these origins: I get the entries from elsewhere.
    case prune = 6

    /// Please send the entries of these origins as they come, and what I lack.
    case graft = 7

    /// Are you there? With a hash of my clock and, over datagrams, the heads that changed lately.
    case probe = 8

    /// I am; here is your time back, and mine.
    case echo = 9

    /// Please send your whole clock.
    case clockRequest = 10

    /// I close this link, for this reason.
    case goodbye = 11

    /// A part of a frame that is too large for a datagram; see ``DatagramPath``.
    case piece = 12

    /// What I was told that should be the same on every node; only to who understands it. See ``Agreement``.
    case agreement = 13

    /// I have read your greeting, which has this nonce; the first frame behind mine.
    case welcome = 14
}
