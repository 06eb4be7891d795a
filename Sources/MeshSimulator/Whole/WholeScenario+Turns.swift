import BroadcastMesh

/// What nodes do in one turn.
extension WholeScenario {
    /// What a turn may be given to spend, in nanoseconds.
    static let turns = SteppedNode.turnBudgets

    /// Draws how little it is: from one piece of work of each kind up to what real nodes do.
    ///
    /// What takes thousands of clients on those, a few meet here: most that comes is more than a turn has room for, and is
    /// put off. All orders of magnitude are as likely.
    mutating func drawTurns(seed: UInt64) {
        var dice = Dice(seed: seed, stream: 0x3412E)
        let isFlooded = crowd.guests.contains { $0.kind == .stranger(.flood) }
        // Of a flood of pings a node takes in one a turn then, which takes it seconds.
        guard dice.below(10) == 0, !terrain.isRecorded, !isFlooded else { return }
        let (least, usual) = (Self.turns.lowerBound, Self.turns.upperBound)
        let steps = (usual / least).bitWidth - (usual / least).leadingZeroBitCount
        let scale = least << dice.below(steps)
        crowd.turn = min(scale + dice.below(scale), usual)
    }

    /// What a turn of each node may spend, in nanoseconds; `nil` where that is as usual, as it is of nodes that are recorded.
    var turn: Int? { terrain.isRecorded || recording != nil ? nil : crowd.turn }

    /// Over how many seconds it is counted how many turns a node takes: with short ones it takes more for what comes at once,
    /// but never has so much for as long.
    var secondsOfTurns: Int64 { turn == nil ? 1 : 5 }
}
