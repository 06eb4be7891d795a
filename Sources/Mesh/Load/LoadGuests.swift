import MeshClient

/// Clients of a load that are alike.
struct LoadGroup: Sendable {
    /// Where they go.
    var server: ServerFacts

    /// How many they are.
    var count: Int

    /// What each opens, by its number among all clients.
    var url: @Sendable (Int) -> String
}

/// Who of a load is to come, has come, and has gone again.
struct LoadGuests {
    /// One that is to connect.
    struct Guest {
        /// The place of one that has gone; `nil` for a new one.
        var slot: Int?

        /// What it opens.
        var url: String

        /// Where.
        var server: ServerFacts
    }

    /// How many have connected, or try to.
    private(set) var invited = 0

    /// How many were let in and have not gone.
    private(set) var present = 0

    /// How many came and went.
    private(set) var visits = 0

    /// Whether each goes as soon as it is let in, and comes again.
    var leaveAtOnce = false

    private var group: LoadGroup?
    private var awaited = 0
    private var opening = 0
    private var emptySlots: [Int] = []

    /// Begins with nobody.
    init() {}

    /// Whether all are there.
    var areComplete: Bool { awaited == 0 && opening == 0 }

    /// Has a group come.
    mutating func invite(_ group: LoadGroup) {
        self.group = group
        awaited += group.count
    }

    /// Takes the next one who is to connect; `nil` when nobody is, or as many as may do so at a time.
    mutating func next(within limit: Int) -> Guest? {
        guard let group, opening < limit else { return nil }
        if let slot = emptySlots.popLast() {
            (opening, invited) = (opening + 1, invited + 1)
            return Guest(slot: slot, url: group.url(slot), server: group.server)
        }
        guard awaited > 0 else { return nil }
        awaited -= 1
        defer { (opening, invited) = (opening + 1, invited + 1) }
        return Guest(slot: nil, url: group.url(invited), server: group.server)
    }

    /// One was let in.
    mutating func handleArrival() {
        opening -= 1
        present += 1
    }

    /// One has gone.
    mutating func handleDeparture(from slot: Int) {
        present -= 1
        visits += 1
        if leaveAtOnce { emptySlots.append(slot) }
    }
}
