/// The limits that no configuration changes, each with its reason.
extension Serving {
    /// How many clients are woken in one turn, and how many at least, unless that takes as long as another turn: one.
    static let wakesPerTurn = 256
    static let leastWakesPerTurn = 8

    /// How much may wait, in bytes, behind what the clients of a channel are just given, before those who post there are
    /// read from no more; and before none of the peers is, whose messages are for any channel.
    static let crowdedBytes = 64 << 10
    static let overcrowdedBytes = 1 << 20

    /// How many messages may wait behind it.
    static let crowdedMessages = 4096

    /// How many of the live clients of a channel are looked at at a time, where some are to go on by themselves.
    static let membersSetAside = 512

    /// What the live clients of all channels get of a turn at least, in nanoseconds, however much others took of it.
    static let leastForAudiences = 500_000

    /// How many bytes of what is for it alone one client is sent before it is the next one's turn.
    ///
    /// So many cost little more than the call does. A socket takes megabytes, and thousands of them seconds.
    static let portionBytes = 64 << 10

    /// How many bytes of a longer answer a client is sent at once, before it stands behind all who have had a portion: what
    /// a thousand ask for together must not keep waiting who asks for little.
    static let firstPortionBytes = 16 << 10

    /// How many records of messages are looked at for one client before it is the next one's turn, and how many bytes of
    /// its portion each stands for: about as much as it costs to send those.
    static let looksPerStep = 1000
    static let bytesPerLook = 64

    /// How many bytes those who have had a portion are sent in one turn, all together: some milliseconds, beside which the
    /// turn has room for everybody else.
    static let servedBytesPerTurn = 4 << 20
}
