/// What neighbours let go to make room goes here too.
///
/// A node holds the newest messages of each channel, as far as they are above its floor. The floor only rises, and where
/// neighbours follow each other all have the highest. So nodes that know the same hold the same, whatever came first.
///
/// A neighbour may be mistaken, lie, or keep less. So of what fits a node gives up no more than half, with one exception:
/// a neighbour that says it keeps as much is believed as long as what stays may once have filled it. A channel with all the
/// messages that it may have can have had larger ones in their place; any other weighs what it weighed, or more. So half of
/// what fits stays, or else such a channel.
extension LogStore {
    /// Takes notice of the floor of a neighbour that has the same heads as this node.
    mutating func note(floor: Int64, isAlike: Bool, at now: Moment) {
        retentionClock.neighbourFloors.note(floor, isAlike: isAlike, at: now)
    }

    /// Takes back the floor of an earlier run, unless more is to be kept than that kept, or that run believed a floor that
    /// nobody can have.
    mutating func restoreFloor(_ rank: Int64, keeping bytes: Int, at now: Moment) {
        if retention.bytes <= bytes, rank <= Ranks.bound(at: now) { channels.raiseFloor(to: rank) }
    }

    /// Takes over the floors of neighbours, so that what never came here because it did not fit there makes no room here
    /// for what is older.
    ///
    /// - Parameter largestMessage: What retention charges for a message at most, in bytes.
    /// - Returns: Whether the own floor has risen.
    mutating func followNeighbours(largestMessage: Int) -> Bool {
        let floors = retentionClock.neighbourFloors
        let before = channels.floor
        guard floors.ofAll > before else { return false }
        let half = retention.bytes / 2
        let isDone =
            raiseFloor(to: floors.ofAll) { charged, _ in charged > half }
            && (floors.ofAlike <= channels.floor || believe(floors.ofAlike, largestMessage: largestMessage))
        if isDone { retentionClock.neighbourFloors = NeighbourFloors() } else { retentionClock.hasMore = true }
        return channels.floor > before
    }

    /// Takes over the floor of a neighbour that keeps as much, as far as what stays may once have filled it.
    ///
    /// It had more than fits, and let go of just enough: so what is above its floor weighed, at one time, what fits less one
    /// message, or more. A channel that has all the messages that it may can have weighed more than it does, until its lowest
    /// goes: its others weigh what they do.
    ///
    /// - Returns: Whether the turn had room for that.
    private mutating func believe(_ floor: Int64, largestMessage: Int) -> Bool {
        let least = max(0, min(retention.bytes / 2, retention.bytes - largestMessage))
        // How much more than it does a full channel may have weighed; more than fits it did not.
        let canGrow = retention.messages <= retention.bytes / largestMessage
        let surplus = canGrow ? retention.messages * largestMessage : retention.bytes
        return raiseFloor(to: floor) { charged, othersFull in charged + othersFull * surplus > least }
    }

    /// Lets go of what is at or below some rank, as much as the turn has room for, and raises the floor as far.
    ///
    /// - Parameters:
    ///   - rank: The rank.
    ///   - wants: Whether to go on with the lowest message of a channel; see ``letGo(before:by:while:)``.
    /// - Returns: Whether nothing is left to be let go.
    private mutating func raiseFloor(to rank: Int64, while wants: (_ charged: Int, _ othersFull: Int) -> Bool) -> Bool {
        guard rank > channels.floor else { return true }
        guard letGo(before: rank + 1, by: .rank, while: wants) else { return false }
        channels.raiseFloor(to: min(rank, (channels.firstQueued(by: .rank)?.place ?? .max) - 1))
        return true
    }
}
