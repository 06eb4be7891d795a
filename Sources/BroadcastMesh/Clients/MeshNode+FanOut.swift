import Bytes
import Gossip
import Reactor

extension MeshNode {
    /// Gives every channel that grew to its clients.
    func fanOutGrownChannels() {
        postedCount = 0
        postedBytes = 0
        guard commit() else { return }
        gossip.takeGrownChannels(into: &grown)
        while let channel = grown.popLast() {
            fanOut(channel)
            if channel < audiences.count { wakeReaders(of: channel) }
        }
    }

    /// Sends the members of a channel everything that they were not sent.
    ///
    /// One call a member, even where the batch goes on in a second chunk: a sender that waits for its own messages
    /// would get them in two parts, go on in two parts, and from then on every batch would be half as large. Only a
    /// batch that lies in more than two chunks, some hundred kilobytes, takes more calls. Retention comes after the
    /// fan-out in every turn, so it never overtakes a member.
    private func fanOut(_ number: Int) {
        guard number < audiences.count, audiences[number].clientCount > 0 else { return }
        guard let channel = gossip.channels[number] else { return }
        let frames = channel.frames
        while audiences[number].reached < frames.end {
            let start = audiences[number].reached
            let silent = channel.silentRange(from: start)
            if let silent, silent.contains(start) {
                audiences[number].reached = silent.upperBound
                continue
            }
            let end = silent?.lowerBound ?? frames.end
            let middle = min(frames.chunkEnd(after: start), end)
            let frameCount = audiences[number].frameCount
            let sent = frames.withBytes(from: start, to: middle) { first in
                frames.withBytes(from: middle, to: end) { second in
                    broadcast(first, second, to: audiences[number].members, stragglers: &stragglers)
                    return (
                        length: first.count + second.count,
                        frameCount: ServerFrames.count(in: first) + ServerFrames.count(in: second)
                    )
                }
            }
            deliveredCount += sent.frameCount * (audiences[number].members.count - stragglers.count)
            audiences[number].reached = start + sent.length
            audiences[number].frameCount = frameCount + sent.frameCount
            while let straggler = stragglers.popLast() {
                handle(straggler, sentFrom: start, frameCount: frameCount, in: frames)
            }
        }
    }

    /// Gives a cursor of its own to a member that did not take everything.
    private func handle(_ straggler: Straggler, sentFrom start: Int, frameCount: Int, in frames: ByteLog) {
        guard let client = clients[Int(straggler.slot)] else { return }
        guard let taken = straggler.taken else {
            drop(client)
            return
        }
        fallBehind(client)
        client.seat?.cursor = start
        client.seat?.frameCount = frameCount
        noteSent(taken, to: client, in: frames)
        updateInterest(of: client)
    }

    /// Moves the cursor of a client that is behind over what it took, to the next boundary of frames.
    ///
    /// What is missing up to there is under way.
    func noteSent(_ taken: Int, to client: Client, in frames: ByteLog) {
        guard var cursor = client.seat?.cursor else { return }
        var left = taken
        while left > 0, case let end = frames.chunkEnd(after: cursor), left >= end - cursor {
            left -= end - cursor
            cursor = end
        }
        guard left > 0 else {
            client.seat?.cursor = cursor
            return
        }
        let boundary = frames.withBytes(from: cursor, to: frames.end) { bytes in
            cursor + ServerFrames.boundary(atOrAfter: left, in: bytes)
        }
        client.seat?.cursor = boundary
        if boundary > cursor + left { client.underWay = .frame(frames.slice((cursor + left)..<boundary)) }
    }

    /// Takes a client out of the members, if it is one, and gives it their cursor for its own.
    func fallBehind(_ client: Client) {
        guard let seat = client.seat, let index = seat.memberIndex.map(Int.init) else { return }
        let channel = Int(seat.channel)
        client.seat?.memberIndex = nil
        client.seat?.cursor = audiences[channel].reached
        client.seat?.frameCount = audiences[channel].frameCount
        client.seat?.usersVersion = audiences[channel].usersVersion
        let last = audiences[channel].members.removeLast()
        guard index < audiences[channel].members.count else { return }
        audiences[channel].members[index] = last
        clients[Int(last.slot)]?.seat?.memberIndex = Int32(index)
    }

    /// Puts a client that was sent everything among the members.
    func catchUp(_ client: Client) {
        guard let seat = client.seat, seat.memberIndex == nil else { return }
        let channel = Int(seat.channel)
        deliveredCount += audiences[channel].frameCount - seat.frameCount
        client.seat?.memberIndex = Int32(audiences[channel].members.count)
        audiences[channel].members.append(
            Audience.Member(socket: client.socket.number, slot: client.reference.slot)
        )
    }
}
