import Gossip

/// A client's place in a channel.
struct Seat {
    /// Where the client gets the channel's frames from.
    private enum Footing {
        /// With everybody else who has been sent everything: its index among the members of the audience.
        case live(Int32)

        /// By itself.
        case reading(Reading)

        /// Nowhere: it gets answers to what it posts, and nothing of the channel.
        case aside
    }

    /// Where what the client sends goes: all that is asked for each message, without a look at the rest of the seat.
    struct Outlet {
        /// The channel's number.
        let channel: Int32

        /// Whether the client gets what it posted itself.
        let echoes: Bool

        /// What it speaks.
        let speech: Speech

        /// Whether what it is told of its messages is gathered.
        let gathers: Bool
    }

    /// What a client speaks.
    enum Speech: UInt8 {
        /// Messages that pass as they are.
        case relay

        /// The JSON of a chat, whose messages are written anew.
        case chat

        /// The channel protocol.
        case events
    }

    /// Where what the client sends goes.
    let outlet: Outlet

    /// The number of the audience that it belongs to.
    let audience: Int32

    /// Whether the client is told when messages turn out to be lost.
    let hearsOfLosses: Bool

    /// The user, in a chat.
    let user: User?

    /// By whose guarded keys the client may post; 0 for none.
    let sender: UInt128

    /// Which list of users the client was sent, unless it is live: then it is the audience's.
    var usersVersion: UInt32

    /// Whether the client has read all there is, and is on the audience's list of those who wait for more.
    var isWaiting = false

    private var footing: Footing

    /// Takes a place that is not among the live clients yet, or without something to read never is.
    init(
        channel: Int,
        audience: Int,
        speaking speech: Speech,
        echoes: Bool = true,
        gathers: Bool = false,
        hearsOfLosses: Bool = false,
        user: User? = nil,
        sender: UInt128 = 0,
        usersVersion: UInt32 = 0,
        reading: Reading?
    ) {
        outlet = Outlet(channel: Int32(channel), echoes: echoes, speech: speech, gathers: gathers)
        self.audience = Int32(audience)
        self.hearsOfLosses = hearsOfLosses
        self.user = user
        self.sender = sender
        self.usersVersion = usersVersion
        footing = reading.map { .reading($0) } ?? .aside
    }

    /// The channel's number.
    var channel: Int32 { outlet.channel }

    /// The client's index among the members of the audience, if it is live.
    var memberIndex: Int32? {
        if case .live(let index) = footing { index } else { nil }
    }

    /// What the client reads by itself, if it is not live.
    var reading: Reading? {
        if case .reading(let reading) = footing { reading } else { nil }
    }

    /// Whether there is something for the client to read by itself.
    var isReading: Bool {
        if case .reading = footing { !isWaiting } else { false }
    }

    /// Lets the client post only as long as there is room for what it is to skip.
    var hasRoomForOwnFrames: Bool { reading?.hasRoomForOwnFrames ?? true }

    /// Takes notice that the client is live, under an index that may be another than before.
    mutating func stand(at index: Int32) {
        footing = .live(index)
        isWaiting = false
    }

    /// Takes notice that the client is not live any more.
    mutating func leave(for reading: Reading, usersVersion: UInt32) {
        footing = .reading(reading)
        self.usersVersion = usersVersion
    }

    /// Lets the client read by itself.
    ///
    /// - Returns: What `body` returns; `nil` when the client is live, or reads nothing.
    mutating func withReading<Result>(_ body: (inout Reading) -> Result) -> Result? {
        guard case .reading(var reading) = footing else { return nil }
        // So that nothing in it is shared, and no change of it a copy.
        footing = .live(-1)
        defer { footing = .reading(reading) }
        return body(&reading)
    }
}
