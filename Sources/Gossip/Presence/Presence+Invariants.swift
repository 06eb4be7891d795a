extension Presence {
    /// Checks that each hold is one of a current run's users, and that none is there twice.
    func checkHolds() {
        guard !isExchanging else { return }
        let holds = rooms.all
        precondition(rooms.holderCount == holds.count, "the holds on names were miscounted")
        precondition(
            holds.allSatisfy { hold in
                let user = runs[hold.origin].state.people.user(of: hold.user.sequence)
                return isCurrent(hold.origin) && user == hold.user
            },
            "somebody holds a name who is not there"
        )
        let places = Set(holds.map { [UInt64($0.origin), $0.user.sequence] })
        precondition(places.count == holds.count, "somebody holds a name twice")
    }
}
