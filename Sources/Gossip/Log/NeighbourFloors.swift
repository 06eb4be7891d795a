/// The highest floors that neighbours told, since they were last followed; see ``ChannelTable/floor``.
struct NeighbourFloors {
    /// Of those that keep as much as this node does.
    private(set) var ofAlike = Int64.min

    /// Of all.
    private(set) var ofAll = Int64.min

    /// Takes notice of the floor of a neighbour that has the same heads as this node.
    ///
    /// - Parameters:
    ///   - floor: The floor.
    ///   - isAlike: Whether the neighbour keeps as much as this node does.
    ///   - now: The time. A floor above all ranks that are believed is made up, and would leave none above it.
    mutating func note(_ floor: Int64, isAlike: Bool, at now: Moment) {
        guard floor <= Ranks.bound(at: now) else { return }
        ofAll = max(ofAll, floor)
        if isAlike { ofAlike = max(ofAlike, floor) }
    }
}
