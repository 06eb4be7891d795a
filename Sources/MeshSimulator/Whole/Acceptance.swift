/// How far nodes have taken a message on, as clients were told.
struct Acceptance: Equatable, Sendable {
    /// Whether one has: it was answered, or somebody heard it.
    private(set) var isGiven = false

    /// Whether two have it.
    private(set) var isCopied = false

    /// So many nodes have it.
    mutating func note(copies: Int = 1) {
        isGiven = true
        if copies > 1 { isCopied = true }
    }

    /// Whether the message must be there in the end: a disk that lost what was promised was not the only one.
    ///
    /// - Parameter suspects: How many disks may lose what was promised.
    /// - Returns: Whether it is owed to everybody.
    func binds(despite suspects: Int) -> Bool {
        switch suspects {
        case 0: isGiven
        case 1: isCopied
        default: false
        }
    }
}
