extension Simulation {
    /// Travellers as those who look at the list of users see them.
    func travellerViews(on living: [Int]) -> [ClientView] {
        guests.seats.compactMap { seat in
            guard let node = living.firstIndex(of: seat.process) else { return nil }
            let seen = processes[seat.process].witnessed.observers[0].got.seen
            let username = guests.travellers[seat.traveller].username
            return ClientView(name: username, node: node, channel: 0, seen: seen, before: Bitset(), username: username)
        }
    }

    /// What is wrong with what travellers have got, now that everything has settled.
    ///
    /// - Parameter living: The processes that are looked at.
    /// - Returns: The promises that were broken.
    func judgeTravellers(on living: [Int]) -> [Violation] {
        // Something is not lost in silence because the node of the traveller did not get it either.
        var (due, stored) = (Bitset(), Bitset())
        for process in living {
            due.formUnion(processes[process].witnessed.observers[0].got.seen)
            stored.formUnion(processes[process].witnessed.stored)
        }
        return guests.travellers.indices.flatMap { number -> [Violation] in
            let traveller = guests.travellers[number]
            let serial = traveller.serial
            guard let seat = guests.seats.first(where: { $0.traveller == number && $0.serial == serial }),
                traveller.isAttached
            else { return [.notAttached(reader: traveller.username)] }
            var violations: [Violation] = []
            // What was let go before a second node had it is acknowledged by none.
            if !traveller.outbox.isEmpty, !mayHaveLetGo {
                violations.append(.notAcknowledged(count: traveller.outbox.count, reader: traveller.username))
            }
            if !seat.history.isEmpty {
                let count = seat.history.count
                violations.append(
                    .missing(id: findings.ledger.name(of: seat.history[0]), count: count, reader: traveller.username)
                )
            }
            let missing = traveller.diary.missing(of: due)
            // Of what a liar made up something may well be lost, and it counts as any; of nothing else.
            let excused = villains.areThere ? 0 : Int(traveller.diary.lostCount)
            if missing.count > excused, let first = missing.first {
                violations.append(
                    .missing(id: findings.ledger.name(of: first), count: missing.count, reader: traveller.username)
                )
            }
            let untold = mayHaveLetGo ? traveller.diary.untoldCount(of: due, stored: stored, in: findings.ledger) : 0
            if untold > 0 { violations.append(.untold(count: untold, before: nil, reader: traveller.username)) }
            if !mayHaveLetGo, !villains.areThere, traveller.diary.lostCount > 0 {
                violations.append(.countedAsLost(count: Int(traveller.diary.lostCount), reader: traveller.username))
            }
            return violations
        }
    }
}
