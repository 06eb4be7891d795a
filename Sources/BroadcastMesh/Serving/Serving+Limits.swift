/// The limits that no configuration changes, each with its reason.
extension Serving {
    /// How many clients are woken in one turn, and how many at least, whatever else it did.
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

    /// What it costs, in messages, that a client leaves its channel, beside what it is sent.
    static let messagesPerLeaving = 8

    /// How many bytes one client that is behind is sent in one turn, so that it does not hold up the others.
    static let catchUpBytes = 64 << 10
}
