import Bytes
import Gossip
import Reactor

extension Serving {
    /// How many clients a channel has on this node.
    func clientCount(of channel: Int) -> Int { channel < audiences.count ? audiences[channel].clientCount : 0 }

    /// Gives a client a place in a channel: it reads what it asked for, then what is delivered from now on.
    ///
    /// It is not live yet: it has an answer to get first, and others may be ahead or behind in this turn.
    ///
    /// - Parameters:
    ///   - client: A client whose connection was just opened.
    ///   - channel: A channel that was opened for it.
    ///   - user: Who speaks, in a chat.
    ///   - echoes: Whether the client gets what it posts itself.
    ///   - reading: What the client reads before it is live, if anything.
    ///   - gossip: Says where the channel ends.
    mutating func attach(
        _ client: Client,
        to channel: Int,
        as user: User? = nil,
        echoes: Bool = true,
        reading: Reading? = nil,
        with gossip: inout GossipNode
    ) {
        while audiences.count <= channel {
            audiences.append(Audience(at: gossip.place(atEndOf: audiences.count)))
        }
        if audiences[channel].clientCount == 0 {
            audiences[channel] = Audience(at: gossip.place(atEndOf: channel))
        }
        audiences[channel].clientCount += 1
        attendance.arrive()
        client.seat = Seat(
            channel: channel,
            echoes: echoes,
            hearsOfLosses: user != nil && reading != nil,
            user: user,
            usersVersion: user == nil ? audiences[channel].users.version : UserList.none,
            reading: reading ?? Reading(from: audiences[channel].place, hearsOfLosses: false)
        )
        fanOut.woken.append(client.reference)
    }

    /// Takes a client out of its channel; what is under way stays.
    mutating func leaveChannel(_ client: Client) {
        fallBehind(client)
        guard let seat = client.seat else { return }
        let channel = Int(seat.channel)
        client.seat = nil
        attendance.leave()
        audiences[channel].clientCount -= 1
        if audiences[channel].clientCount == 0 { fanOut.changedRooms.removeAll { $0 == channel } }
        ask(for: .left(channel: channel, seat.user))
    }

    /// Has a client go on by itself, if it is live.
    ///
    /// - Parameters:
    ///   - client: The client.
    ///   - place: Where it goes on; without one, where it stood among the live ones.
    mutating func fallBehind(_ client: Client, to place: AudiencePlace? = nil) {
        guard let seat = client.seat, let index = seat.memberIndex else { return }
        let channel = Int(seat.channel)
        let standing = audiences[channel].standing(of: index)
        let moved = audiences[channel].leave(index)
        attendance.fallBehind()
        if let index = moved.first { tellIndex(index, in: channel) }
        if let index = moved.second { tellIndex(index, in: channel) }
        client.seat?.leave(
            for: Reading(from: place ?? standing.place, hearsOfLosses: seat.hearsOfLosses),
            usersVersion: standing.usersVersion
        )
    }

    /// Tells a member which index it has.
    private mutating func tellIndex(_ index: Int32, in channel: Int) {
        clients[Int(audiences[channel].members[Int(index)].slot)]?.seat?.stand(at: index)
    }

    /// Takes a client among the live ones of its channel, or has it wait until it can be.
    mutating func join(_ client: Client, with permit: LivePermit) {
        guard let seat = client.seat else { return }
        let index = audiences[Int(seat.channel)].join(
            Audience.Member(socket: client.socket.number, slot: client.reference.slot),
            with: permit,
            client.outgoing,
            usersVersion: seat.usersVersion
        )
        guard let index else { return wait(client) }
        client.seat?.stand(at: index)
        attendance.goLive()
    }

    /// Has a client wait until the live ones of its channel have moved, or its users have changed.
    mutating func wait(_ client: Client) {
        guard let seat = client.seat, seat.isReading else { return }
        client.seat?.isWaiting = true
        audiences[Int(seat.channel)].waiting.append(client.reference)
    }

    /// Lets those go on who wait.
    mutating func wakeReaders(of channel: Int) {
        guard !audiences[channel].waiting.isEmpty else { return }
        for reference in audiences[channel].waiting {
            client(reference)?.seat?.isWaiting = false
            fanOut.woken.append(reference)
        }
        audiences[channel].waiting = []
    }
}
