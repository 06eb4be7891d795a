import Bytes
import Gossip
import HTTP
import Reactor

extension MeshNode {
    /// Sends a client what it is due, in order, as far as its socket takes it: what is under way, what is for it
    /// alone, then the channel's frames if it is behind.
    func advance(_ client: Client) {
        guard !client.isHeld else { return }
        var budget = Self.catchUpBytes
        while client.stage != .gone {
            switch client.underWay.send(to: client.socket.number) {
            case .sent: break
            case .failed: return drop(client)
            case .wouldBlock:
                // The members' next batch must not come between the two halves of a frame.
                fallBehind(client)
                return updateInterest(of: client)
            }
            if putUnderWay(for: client) { continue }
            guard budget > 0, sendFrames(to: client, &budget) else { break }
        }
        finishSending(to: client)
    }

    /// Goes on with the clients that were woken during this turn.
    func advanceWokenClients() {
        while let reference = woken.popLast() {
            if let client = client(reference) { advance(client) }
        }
    }

    /// Puts the next bytes that are for this client alone under way.
    ///
    /// - Returns: Whether there were any.
    private func putUnderWay(for client: Client) -> Bool {
        if !client.privateBytes.isEmpty {
            client.underWay = .bytes(client.privateBytes, from: 0)
            client.privateBytes = []
            return true
        }
        if !client.pong.isEmpty {
            client.underWay = .bytes(client.pong, from: 0)
            client.pong = []
            return true
        }
        guard let seat = client.seat, seat.memberIndex == nil, seat.user != nil else { return false }
        let audience = Int(seat.channel)
        guard seat.usersVersion != audiences[audience].usersVersion else { return false }
        // However many lists it missed, a client that was behind gets the last one.
        client.seat?.usersVersion = audiences[audience].usersVersion
        client.underWay = .bytes(audiences[audience].usersFrame, from: 0)
        return true
    }

    /// Sends a client that is behind the next frames of its channel.
    ///
    /// - Returns: Whether to go on: `false` when the client is no longer behind, or its socket is full.
    private func sendFrames(to client: Client, _ budget: inout Int) -> Bool {
        guard let channel = client.seat?.channel, client.seat?.memberIndex == nil else { return false }
        let reached = audiences[Int(channel)].reached
        if let reader = client.seat?.reader {
            let limit = client.seat?.ownFrames.first?.lowerBound ?? reached
            return sendReplay(reader, to: client, upTo: min(limit, reached), &budget)
        }
        client.seat?.passOwnFrames(upTo: reached)
        guard let frames = gossip.channels.frames(of: Int(channel)) else { return false }
        let silent = silentRange(for: client)
        guard let seat = client.seat else { return false }
        guard seat.cursor < reached else {
            if seat.ownFrames.isEmpty { catchUp(client) }
            return false
        }
        guard frames.holds(seat.cursor) else {
            closeOvertaken(client)
            return false
        }
        let limit = min(reached, seat.ownFrames.first?.lowerBound ?? reached, silent?.lowerBound ?? reached)
        var offered = 0
        let result = frames.withBytes(from: seat.cursor, to: limit) { bytes in
            offered = bytes.count
            return client.socket.number.send(bytes)
        }
        switch result {
        case .sent(let taken):
            budget -= taken
            noteSent(taken, to: client, in: frames)
            return taken == offered
        case .wouldBlock:
            return false
        case .failed:
            drop(client)
            return false
        }
    }

    /// Ends our side when the last was sent, and says what to wait for.
    private func finishSending(to client: Client) {
        if client.stage == .ending, client.isBetweenFrames, !client.hasEndedSending {
            guard !client.hasEnded else { return drop(client) }
            client.hasEndedSending = true
            client.socket.endSending()
        }
        updateInterest(of: client)
    }

    /// Watches for what is of use now: a client that does not read is not read from for ever.
    func updateInterest(of client: Client) {
        guard client.stage != .gone else { return }
        var interest: Interest = []
        if wantsBytes(from: client) { interest.insert(.read) }
        if !client.isBetweenFrames || isBehind(client) { interest.insert(.write) }
        guard interest != client.interest else { return }
        do throws(SystemError) {
            try loop.change(client.socket, for: interest, token: client.token.rawValue)
            client.interest = interest
        } catch {
            drop(client)
        }
    }

    private func isBehind(_ client: Client) -> Bool {
        guard let seat = client.seat, seat.memberIndex == nil else { return false }
        if let reader = seat.reader { return !reader.isWaiting }
        return seat.cursor < audiences[Int(seat.channel)].reached
    }

    /// Moves the cursor of a client that is behind over frames that are not for live readers.
    ///
    /// - Returns: The next such frames ahead of the cursor.
    private func silentRange(for client: Client) -> Range<Int>? {
        guard let seat = client.seat, let channel = gossip.channels[Int(seat.channel)] else { return nil }
        while let cursor = client.seat?.cursor, let silent = channel.silentRange(from: cursor) {
            guard silent.contains(cursor), cursor < audiences[Int(seat.channel)].reached else { return silent }
            client.seat?.cursor = silent.upperBound
        }
        return nil
    }

    private func wantsBytes(from client: Client) -> Bool {
        guard !client.hasEnded else { return false }
        switch client.stage {
        case .requesting: return client.isBetweenFrames && client.exchange?.connection.wantsBytes == true
        case .open: return client.seat.map { $0.ownFrames.count < Seat.mostOwnRanges } ?? true
        case .closing, .ending: return true
        case .gone: return false
        }
    }

    /// The client that a reference was made for, unless it is gone.
    func client(_ reference: ClientReference) -> Client? {
        guard let client = clients[Int(reference.slot)], client.reference == reference else { return nil }
        return client
    }
}
