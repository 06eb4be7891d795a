/// One thing that all live clients of a channel are given, as many of them in a turn as its budget allows.
struct Round {
    /// What is given.
    let matter: Matter

    /// What those were sent who have not got it yet.
    let before: Audience.Standing

    /// How many messages the channel had been given when the round began.
    let messageCount: Int

    /// How many members have not got it yet: those with the lowest indices.
    var unserved: Int

    /// What is given.
    enum Matter {
        /// Frames of the channel.
        case frames(Passage)

        /// Who is there, in the form that each asked for.
        case users

        /// Nothing: these stay where they stood, and go on by themselves, since what comes there is for them alone.
        case aside(Leavers)
    }

    /// Who of the live clients goes on by itself.
    enum Leavers {
        /// Those that want to hear of losses, and so meet them in their place.
        case hearers

        /// All, since what they are due is no longer held: so they are told.
        case everybody
    }
}
