import Bytes
import Gossip
import Reactor

extension MeshNode {
    /// Notes that a room's list of users must be sent.
    func handleChangedUsers(in channel: Int) {
        guard channel < audiences.count, audiences[channel].clientCount > 0 else { return }
        if audiences[channel].users.clock.deadline == nil { changedRooms.append(channel) }
        audiences[channel].users.clock.handleChange(at: now.monotonic)
    }

    /// Sends the lists of users that are due, each encoded once.
    func sendChangedUserLists() {
        guard !changedRooms.isEmpty else { return }
        let rooms = changedRooms
        changedRooms = []
        for room in rooms {
            let userCount = audiences[room].users.users.count
            if audiences[room].users.clock.takeDue(at: now.monotonic, userCount: userCount) {
                sendUsers(of: room)
            } else {
                changedRooms.append(room)
            }
        }
    }

    /// Tells the clients of a room who is there now, if that changed.
    ///
    /// Who is not live finds the list at the next boundary of frames; who waits is woken for it.
    private func sendUsers(of room: Int) {
        let last = audiences[room].users.version
        if audiences[room].users.update(to: gossip.users(in: room)) {
            let (hearingChanges, others) = membersByWish(of: room)
            for (members, hearsChanges) in [(hearingChanges, true), (others, false)] where !members.isEmpty {
                send(usersFrame(of: room, for: last, hearsChanges: hearsChanges), to: members)
            }
        }
        wakeReaders(of: room)
    }

    /// The live clients of a room: those that asked for changes alone, and the others.
    private func membersByWish(of room: Int) -> (hearingChanges: [Audience.Member], others: [Audience.Member]) {
        var (hearingChanges, others): ([Audience.Member], [Audience.Member]) = ([], [])
        for member in audiences[room].members {
            if clients[Int(member.slot)]?.seat?.user?.hearsChanges == true {
                hearingChanges.append(member)
            } else {
                others.append(member)
            }
        }
        return (hearingChanges, others)
    }

    private func send(_ frame: [UInt8], to members: [Audience.Member]) {
        broadcast(frame.span, to: members, stragglers: &stragglers)
        while let straggler = stragglers.popLast() {
            guard let client = clients[Int(straggler.slot)] else { continue }
            guard let taken = straggler.taken else {
                drop(client)
                continue
            }
            fallBehind(client)
            put(for: client) { $0.finish(.bytes(frame, from: taken)) }
            updateInterest(of: client)
        }
    }

    /// Puts the latest list of users on its way to a client that is not live and has not got it.
    ///
    /// However many lists it missed, it gets the last one.
    ///
    /// - Returns: Whether there was one.
    func putUsers(for client: Client) -> Bool {
        guard let seat = client.seat, seat.memberIndex == nil, let user = seat.user else { return false }
        let room = Int(seat.channel)
        guard audiences[room].users.isDue(for: seat.usersVersion, at: now.monotonic) else { return false }
        // Not a copy: everybody who needs the same shares it.
        let frame = usersFrame(of: room, for: seat.usersVersion, hearsChanges: user.hearsChanges)
        client.seat?.usersVersion = audiences[room].users.version
        put(for: client) { $0.finish(.bytes(frame, from: 0)) }
        return true
    }

    private func usersFrame(of room: Int, for had: UInt32, hearsChanges: Bool) -> [UInt8] {
        audiences[room].users.frame(for: had, hearsChanges: hearsChanges) { frame($0) }
    }
}
