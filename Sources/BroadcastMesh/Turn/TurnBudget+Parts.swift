/// Which part of a turn is whose: everything follows from what the whole may spend.
///
/// A real node's turn always has as much, and what the limits of the node's parts say, they say of such a turn. A simulator
/// gives nodes shorter ones, down to ``least``: then a few clients and messages are more than fits, and a small mesh meets
/// what otherwise takes thousands of them.
extension TurnBudget {
    /// What must be left for one more of them, in nanoseconds.
    func reserve(for source: TurnSource) -> Int { source.reserve(of: whole) }

    /// Whether the turn may go on to one more of them.
    func isOpen(to source: TurnSource) -> Bool { left > source.reserve(of: whole) }

    /// So much of a turn of the usual length, in one of this: nanoseconds, or how many are handled in a row; one at least.
    func part(_ usual: Int) -> Int { max(1, usual * whole / Self.turn) }

    /// A part of what is left, as a budget of its own; what it spends is to be paid.
    ///
    /// - Parameters:
    ///   - source: Who is to have what they need for one more of them.
    ///   - least: How much it is however little is left, in a turn of the usual length.
    /// - Returns: The part.
    func share(leaving source: TurnSource, atLeast least: Int) -> TurnBudget {
        TurnBudget(max(part(least), left - reserve(for: source)), of: whole)
    }

    /// To how many clients a slice of a round sends so many bytes each.
    func members(of bytes: Int) -> Int { max(1, part(Self.slice) / Self.price(ofSending: bytes)) }
}
