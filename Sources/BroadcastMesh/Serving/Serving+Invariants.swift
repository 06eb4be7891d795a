import Bytes
import Gossip

/// What must hold between two turns. What does not is a mistake in this code, and traps.
extension Serving {
    /// How many things it looks at for that.
    var checkedCount: Int { clients.count + audiences.count }

    /// Checks that what is kept twice agrees: clients and their audiences, and the rows and lists that clients stand in.
    ///
    /// It looks at everybody once.
    func checkInvariants() {
        precondition(!hasDirectives, "something was left to be done for the clients' part")
        let everybody = everybody
        let waiting = (0..<audiences.count).map { Set(audiences[$0].waiting) }
        for client in everybody { check(client, waiting) }
        check(fanOut.served, of: everybody, as: .served)
        check(fanOut.woken, of: everybody, as: .woken)

        let seats = everybody.compactMap(\.seat)
        let live = seats.filter { $0.memberIndex != nil }
        precondition(attendance.attached == seats.count, "other clients are counted than are in channels")
        precondition(attendance.live == live.count, "other clients are counted as live than are")
        var counts = [(readers: Int, live: Int)](repeating: (0, 0), count: audiences.count)
        for seat in seats { counts[Int(seat.audience)].readers += 1 }
        for seat in live { counts[Int(seat.audience)].live += 1 }
        for (number, count) in counts.enumerated() {
            let audience = audiences[number]
            precondition(audience.clientCount == count.readers, "an audience counts other clients than it has")
            precondition(audience.members.count == count.live, "an audience has a member that is not live")
            if let round = audience.round {
                precondition((1...audience.members.count).contains(round.unserved), "a round is over and goes on")
            }
        }
    }

    private func check(_ client: Client, _ waiting: [Set<ClientReference>]) {
        let slot = client.reference.slot
        precondition(clients[Int(slot)] === client, "a client stands in another slot than it says")
        precondition(
            client.intake.isUnfinished == (timing.unfinished.item(of: slot) != nil),
            "a client has begun something of which nobody knows, or has not"
        )
        precondition(
            attendance.unsettled.bytes(of: slot) == client.seat?.reading?.unsettledBytes ?? 0,
            "a client keeps what is not here, and nobody knows"
        )
        precondition(
            attendance.kept.has(slot) == client.outgoing.keepsFrame,
            "a client is in the middle of a frame, and nobody knows, or the reverse"
        )
        let mayHaveRest = client.stage == .open || client.stage == .closing
        precondition(mayHaveRest || !client.intake.hasRest, "frames wait that nobody will act upon")
        switch client.stage {
        case .requesting: precondition(client.exchange != nil && client.seat == nil, "who speaks HTTP is in a channel")
        case .open: precondition(client.exchange == nil && client.seat != nil, "who is connected is in no channel")
        case .closing, .ending: precondition(client.seat == nil, "who is being parted with is in a channel")
        case .gone: preconditionFailure("who is gone is kept")
        }
        if let seat = client.seat { check(seat, of: client, waiting[Int(seat.audience)]) }
    }

    private func check(_ seat: Seat, of client: Client, _ waiting: Set<ClientReference>) {
        let audience = audiences[Int(seat.audience)]
        precondition(audience.channel == seat.channel, "a client reads another channel than it is in")
        if seat.isWaiting {
            precondition(waiting.contains(client.reference), "a client waits that nobody will wake")
        }
        guard let index = seat.memberIndex else { return }
        let member = audience.members[Int(index)]
        precondition(member.slot == client.reference.slot, "a live client has the place of another")
        precondition(client.outgoing.isAtBoundary, "a live client has something of its own to get")
    }

    /// A client says in which rows it stands; it does so once in each.
    private func check(_ row: Queue<ClientReference>, of everybody: [Client], as kind: Client.Rows) {
        // Those that are gone stay in it until it is their turn.
        let present = row.filter { client($0) != nil }
        precondition(Set(present).count == present.count, "a client stands in a row twice")
        let saying = everybody.filter { $0.rows.contains(kind) }.map(\.reference)
        precondition(Set(saying) == Set(present), "a client stands in a row and does not know, or the reverse")
    }
}
