/// What a message has on it beside what it says, on its way and where it is held.
struct Envelope {
    /// When it was posted, in microseconds since 1970.
    var time: Int64

    /// Where it stands among all messages; see ``Ranks``.
    var rank: Int64

    /// What its author would recognise it by, if anything.
    var key: MessageKey?
}
