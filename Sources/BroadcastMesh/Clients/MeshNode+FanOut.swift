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

    /// Sends the live clients of a channel everything that they were not sent.
    ///
    /// One call a member, even where the batch goes on in a second chunk: a sender that waits for its own messages
    /// would get them in two parts, go on in two parts, and from then on every batch would be half as large. Only a
    /// batch that lies in more than two chunks, some hundred kilobytes, takes more calls. Retention comes after the
    /// fan-out in every turn, so it never overtakes a member.
    private func fanOut(_ number: Int) {
        guard number < audiences.count, audiences[number].clientCount > 0 else { return }
        if gossip.hasUntoldLosses(in: number, for: audiences[number].place) { standAsideForLosses(of: number) }
        guard let frames = gossip.channels.frames(of: number) else { return }
        while let range = gossip.nextFrames(of: number, for: &audiences[number].place) {
            let (start, end) = (range.lowerBound, range.upperBound)
            let middle = min(frames.chunkEnd(after: start), end)
            let sent = frames.withBytes(from: start, to: middle) { first in
                frames.withBytes(from: middle, to: end) { second in
                    broadcast(first, second, to: audiences[number].members, stragglers: &stragglers)
                    return (
                        length: first.count + second.count,
                        frameCount: ServerFrames.count(in: first) + ServerFrames.count(in: second)
                    )
                }
            }
            turns.budget.spend(calls: audiences[number].members.count, bytes: sent.length)
            deliveredCount += sent.frameCount * (audiences[number].members.count - stragglers.count)
            let before = audiences[number].place
            audiences[number].place.advance(to: start + sent.length)
            while let straggler = stragglers.popLast() {
                handle(straggler, sent: start..<(start + sent.length), from: before, in: frames)
            }
        }
    }

    /// Has a member go on by itself that did not take everything.
    private func handle(_ straggler: Straggler, sent range: Range<Int>, from place: AudiencePlace, in frames: ByteLog) {
        guard let client = clients[Int(straggler.slot)] else { return }
        guard let taken = straggler.taken else {
            drop(client)
            return
        }
        fallBehind(client, to: place)
        noteSent(taken, of: range, to: client, in: frames)
        updateInterest(of: client)
    }

    /// Has the live clients of a channel that want to hear of losses go on by themselves, and so meet them in their
    /// place.
    private func standAsideForLosses(of number: Int) {
        for member in audiences[number].members {
            guard let client = clients[Int(member.slot)], client.seat?.hearsOfLosses == true else { continue }
            fallBehind(client)
            woken.append(client.reference)
        }
        gossip.passLosses(of: number, for: &audiences[number].place)
    }
}
