import Bytes
import Gossip
import Reactor

extension Serving {
    /// Notes that a room's list of users must be sent.
    mutating func handleChangedUsers(in channel: Int) {
        guard let room = audiences.number(of: channel, as: .plain) else { return }
        if audiences[room].users.clock.deadline == nil { fanOut.changedRooms.append(room) }
        audiences[room].handleChangedUsers(at: timing.now)
    }

    /// Begins to send the lists of users that are due, each encoded once: one, and as many as the turn has room for.
    ///
    /// A room whose clients are just given something else is looked at again when they have it.
    ///
    /// - Parameters:
    ///   - committed: Says that everything is written.
    ///   - gossip: Knows who is there.
    ///   - budget: Pays.
    mutating func sendChangedUserLists(
        _ committed: Committed,
        with gossip: inout GossipNode,
        _ budget: inout TurnBudget
    ) {
        precondition(committed.covers(gossip), "users who are not written were to be named")
        guard !fanOut.changedRooms.isEmpty else { return }
        let rooms = fanOut.changedRooms
        fanOut.changedRooms = []
        var isFirst = true
        for room in rooms {
            if isFirst || budget.isOpen, audiences[room].takeUsersDue(at: timing.now) {
                isFirst = false
                sendUsers(of: room, with: gossip, &budget)
            } else {
                fanOut.changedRooms.append(room)
            }
        }
    }

    /// Tells the clients of a room who is there now, if that changed.
    ///
    /// Who is not live finds the list at the next boundary of frames; who waits is woken for it.
    private mutating func sendUsers(of room: Int, with gossip: borrowing GossipNode, _ budget: inout TurnBudget) {
        let channel = audiences[room].channel
        let users = gossip.users(in: channel)
        budget.spend(users: users.count)
        if audiences[room].begin(telling: users, messageCount: gossip.channels.givenCount(of: channel)) {
            queueFanOut(of: room)
        }
        wakeReaders(of: room)
    }

    /// Sends the next members of a room the list of users, or what has changed in it.
    mutating func giveUsers(of room: Int, for last: UInt32, _ budget: inout TurnBudget) {
        let length = usersFrame(of: room, for: last, hearsChanges: false).count
        let slice = audiences[room].takeSlice(budget.members(of: length))
        let (hearingChanges, others) = membersByWish(of: room, in: slice)
        for (members, hearsChanges) in [(hearingChanges, true), (others, false)] where !members.isEmpty {
            send(usersFrame(of: room, for: last, hearsChanges: hearsChanges), to: members, &budget)
        }
    }

    /// Some live clients of a room: those that asked for changes alone, and the others.
    private func membersByWish(
        of room: Int,
        in slice: Range<Int>
    ) -> (hearingChanges: [Audience.Member], others: [Audience.Member]) {
        var (hearingChanges, others): ([Audience.Member], [Audience.Member]) = ([], [])
        for member in audiences[room].members[slice] {
            if clients[Int(member.slot)]?.seat?.user?.hearsChanges == true {
                hearingChanges.append(member)
            } else {
                others.append(member)
            }
        }
        return (hearingChanges, others)
    }

    private mutating func send(_ frame: LogSlice, to members: [Audience.Member], _ budget: inout TurnBudget) {
        frame.withBytes { bytes in
            broadcast(bytes, to: members, in: members.indices, on: network, stragglers: &fanOut.stragglers)
        }
        budget.spend(sends: members.count, of: frame.count)
        payForSeal(&budget)
        while let straggler = fanOut.stragglers.popLast() {
            guard let client = clients[Int(straggler.slot)] else { continue }
            guard let taken = straggler.taken else {
                drop(client)
                continue
            }
            fallBehind(client)
            keep(frame, behind: taken, for: client)
            updateInterest(of: client)
        }
    }

    /// Puts the latest list of users on its way to a client that is not live and has not got it.
    ///
    /// However many lists it missed, it gets the last one.
    ///
    /// - Returns: Whether there was one.
    mutating func putUsers(for client: Client) -> Bool {
        guard let seat = client.seat, seat.memberIndex == nil, let user = seat.user else { return false }
        let room = Int(seat.audience)
        guard audiences[room].users.isDue(for: seat.usersVersion, at: timing.now) else { return false }
        // Not a copy: everybody who needs the same shares it.
        let frame = usersFrame(of: room, for: seat.usersVersion, hearsChanges: user.hearsChanges)
        client.seat?.usersVersion = audiences[room].users.version
        keep(frame, behind: 0, for: client)
        return true
    }

    private mutating func usersFrame(of room: Int, for had: UInt32, hearsChanges: Bool) -> LogSlice {
        audiences[room].usersFrame(for: had, hearsChanges: hearsChanges) { $0.frame }
    }
}
