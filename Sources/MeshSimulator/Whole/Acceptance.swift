/// How far nodes have taken a message on, as clients were told.
struct Acceptance: Equatable, Sendable {
    /// How many nodes have it at least: one that answered it, or from which somebody heard it; or two, as one of them said.
    private(set) var copies = 0

    /// Whether one has.
    var isGiven: Bool { copies > 0 }

    /// So many nodes have it.
    mutating func note(copies: Int = 1) { self.copies = max(self.copies, copies) }

    /// Whether the message must be there in the end: more nodes have it than have disks that may lose what was promised.
    ///
    /// - Parameter suspects: How many disks may do so.
    /// - Returns: Whether it is owed to everybody.
    func binds(despite suspects: Int) -> Bool { copies > suspects }
}
