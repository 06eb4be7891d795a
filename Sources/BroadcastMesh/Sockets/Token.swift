/// What a watched socket is called: whose it is, where its owner is kept, and which of the owners that were ever
/// kept there.
///
///     63     56 55           32 31             0
///     ├─ kind ─┼── generation ──┼──── slot ────┤
struct Token: Equatable {
    /// Whose socket it is.
    enum Kind: UInt8 {
        /// Accepts browsers and other clients.
        case clientListener = 1

        /// One client, HTTP or WebSocket.
        case client = 2

        /// Accepts peers over TCP.
        case gossipListener = 3

        /// All peers over UDP.
        case gossipDatagrams = 4

        /// One peer over TCP.
        case link = 5
    }

    /// Whose socket it is.
    var kind: Kind

    /// Where the owner is kept.
    var slot: Int

    /// Counts the owners of a slot, modulo 2²⁴: within one turn, in which it matters, that many never come.
    var generation: UInt32

    /// Names a socket.
    init(_ kind: Kind, slot: Int = 0, generation: UInt32 = 0) {
        self.kind = kind
        self.slot = slot
        self.generation = generation & 0xFF_FFFF
    }

    /// Reads what the event loop hands back.
    init?(rawValue: UInt64) {
        guard let kind = Kind(rawValue: UInt8(rawValue >> 56)) else { return nil }
        self.init(kind, slot: Int(rawValue & 0xFFFF_FFFF), generation: UInt32(rawValue >> 32 & 0xFF_FFFF))
    }

    /// The number for the event loop.
    var rawValue: UInt64 {
        UInt64(kind.rawValue) << 56 | UInt64(generation) << 32 | UInt64(slot)
    }
}
