/// How many clients are in channels, and how many of these are live: so nobody is looked for who is not there.
struct Attendance {
    /// How many there are.
    private(set) var attached = 0

    /// How many of them stand among the live ones of their channels.
    private(set) var live = 0

    /// Whether a client has not been sent what others have.
    var hasClientsBehind: Bool { attached > live }

    /// Counts a client that was given a place in a channel; it is not live yet.
    mutating func arrive() { attached += 1 }

    /// Counts one that has left its channel, and was not live any more.
    mutating func leave() { attached -= 1 }

    /// Counts one that is live from now on.
    mutating func goLive() { live += 1 }

    /// Counts one that was live, and goes on by itself.
    mutating func fallBehind() { live -= 1 }
}
