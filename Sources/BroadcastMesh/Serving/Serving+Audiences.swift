import Bytes
import Gossip
import Reactor
import WebSocket

extension Serving {
    /// How many clients a channel has on this node.
    func clientCount(of channel: Int) -> Int { audiences.clientCount(of: channel) }

    /// The same for who asks of very many channels: a copy of nothing but what that needs.
    var clientCounts: (Int) -> Int {
        let audiences = self.audiences
        return { audiences.clientCount(of: $0) }
    }

    /// From which offset of a channel's frames on some who keep up are still to be given them, or just are: who gets them in
    /// several turns is not overtaken meanwhile.
    var awaitedFrames: (Int) -> Int? {
        let audiences = self.audiences
        return { audiences.firstAwaited(of: $0) }
    }

    /// Gives a client a place in a channel: it reads what it asked for, then what is delivered from now on.
    ///
    /// It is not live yet: it has an answer to get first, and others may be ahead or behind in this turn. Who was closed, or
    /// is gone, for what it was told before that gets no place, and gives the channel and its name back as if it had left.
    ///
    /// - Parameters:
    ///   - client: A client whose connection was just opened.
    ///   - channel: A channel that was opened for it.
    ///   - user: Who speaks, in a chat.
    ///   - form: How it gets the channel's messages.
    ///   - echoes: Whether the client gets what it posts itself.
    ///   - listens: Whether it gets what is posted at all.
    ///   - gathers: Whether it is told together of messages that come together.
    ///   - sender: By whose guarded keys it may post; 0 for none.
    ///   - reading: What the client reads before it is live, if anything.
    ///   - gossip: Says where the channel ends.
    mutating func attach(
        _ client: Client,
        to channel: Int,
        as user: User? = nil,
        in form: Form = .plain,
        echoes: Bool = true,
        listens: Bool = true,
        gathers: Bool = false,
        sender: UInt128 = 0,
        reading: Reading? = nil,
        with gossip: inout GossipNode
    ) {
        guard client.stage == .open else { return ask(for: .left(channel: channel, user)) }
        precondition(client.outgoing.isHeld || !gossip.hasJournalOutput, "a client was to read what is not written")
        let number =
            audiences.number(of: channel, as: form)
            ?? audiences.open(channel, as: form, at: gossip.place(atEndOf: channel))
        audiences[number].clientCount += 1
        attendance.arrive(at: timing.now)
        let speech: Seat.Speech = user != nil ? .chat : form == .events ? .events : .relay
        client.seat = Seat(
            channel: channel,
            audience: number,
            speaking: speech,
            echoes: echoes || !listens,
            gathers: gathers,
            hearsOfLosses: speech != .relay && listens && reading != nil,
            user: user,
            sender: sender,
            usersVersion: user == nil ? audiences[number].users.version : UserList.none,
            reading: listens ? reading ?? Reading(from: audiences[number].place, hearsOfLosses: false) : nil
        )
        client.decoder.setMessageLimit(to: settings.frameBytes(of: client.seat))
        if listens, let reading { attendance.unsettled.note(client.reference.slot, bytes: reading.unsettledBytes) }
        wake(client)
    }

    /// Takes a client out of its channel; what is under way stays.
    mutating func leaveChannel(_ client: Client) {
        fallBehind(client)
        guard let seat = client.seat else { return }
        let audience = Int(seat.audience)
        client.seat = nil
        attendance.leave()
        attendance.unsettled.note(client.reference.slot, bytes: 0)
        // Nobody looks any more whether a log has what it is in the middle of.
        attendance.kept.letGo(of: client.reference.slot)
        audiences[audience].clientCount -= 1
        if audiences[audience].clientCount == 0 {
            fanOut.changedRooms.removeAll { $0 == audience }
            audiences.close(audience)
            attendance.kept.close(audience)
        } else if audiences[audience].waiting.count > 2 * audiences[audience].clientCount {
            forgetWhoWaitsNoMore(in: audience)
        }
        ask(for: .left(channel: Int(seat.channel), seat.user))
    }

    /// Has a client go on by itself, if it is live.
    ///
    /// - Parameters:
    ///   - client: The client.
    ///   - place: Where it goes on; without one, where it stood among the live ones.
    mutating func fallBehind(_ client: Client, to place: AudiencePlace? = nil) {
        guard let seat = client.seat, let index = seat.memberIndex else { return }
        let audience = Int(seat.audience)
        let standing = audiences[audience].standing(of: index)
        let moved = audiences[audience].leave(index)
        attendance.fallBehind(at: timing.now)
        if let index = moved.first { tellIndex(index, in: audience) }
        if let index = moved.second { tellIndex(index, in: audience) }
        client.seat?.leave(
            for: Reading(from: place ?? standing.place, hearsOfLosses: seat.hearsOfLosses),
            usersVersion: standing.usersVersion
        )
    }

    /// Notes that a client posted these frames itself, and does not want them back.
    mutating func skip(_ frames: Range<Int>, of client: Client) {
        fallBehind(client)
        _ = client.seat?.withReading { $0.skip(frames) }
        wake(client)
    }

    /// Tells a member which index it has.
    private mutating func tellIndex(_ index: Int32, in audience: Int) {
        clients[Int(audiences[audience].members[Int(index)].slot)]?.seat?.stand(at: index)
    }

    /// Takes a client among the live ones of its channel, or has it wait until it can be.
    mutating func join(_ client: Client, with permit: LivePermit) {
        guard let seat = client.seat else { return }
        let index = audiences[Int(seat.audience)].join(
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
        audiences[Int(seat.audience)].waiting.append(client.reference)
    }

    /// Takes those off an audience's list who have left, or read on meanwhile: where nothing is posted nobody is woken, and the
    /// list would grow by everybody who comes, waits and leaves.
    private mutating func forgetWhoWaitsNoMore(in audience: Int) {
        var present = Set<ClientReference>()
        let waiting = audiences[audience].waiting.filter { reference in
            guard let seat = client(reference)?.seat, seat.audience == audience, seat.isWaiting else { return false }
            return present.insert(reference).inserted
        }
        audiences[audience].waiting = waiting
    }

    /// Lets those go on who wait.
    mutating func wakeReaders(of audience: Int) {
        guard !audiences[audience].waiting.isEmpty else { return }
        for reference in audiences[audience].waiting {
            guard let client = client(reference) else { continue }
            client.seat?.isWaiting = false
            wake(client)
        }
        audiences[audience].waiting = []
    }
}
