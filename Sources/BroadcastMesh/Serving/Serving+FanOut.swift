import Bytes
import Gossip
import Reactor

extension Serving {
    /// Gives every channel that grew to its clients, as far as the turn's budget goes.
    ///
    /// A channel of thousands takes many turns: each gets a slice in its turn. Those that have just grown come first, with
    /// half of what is left of the budget, so that a few clients do not wait for a round through thousands.
    ///
    /// - Parameters:
    ///   - committed: Says that everything is written.
    ///   - gossip: Has the frames.
    ///   - budget: Pays.
    mutating func giveGrown(_ committed: Committed, with gossip: inout GossipNode, _ budget: inout TurnBudget) {
        precondition(committed.covers(gossip), "what is not written was to be given to clients")
        gossip.takeGrownChannels(into: &fanOut.grown)
        let reserve = max(Turns.Source.audiences.reserve, budget.left / 2)
        while let channel = fanOut.grown.popLast() {
            guard channel < audiences.count, audiences[channel].clientCount > 0 else { continue }
            if audiences[channel].round == nil { wakeReaders(of: channel) }
            guard !audiences[channel].isQueued else { continue }
            guard budget.left >= reserve else {
                queueFanOut(of: channel)
                continue
            }
            giveSlice(of: channel, with: &gossip, &budget)
        }
        while budget.left > Turns.Source.audiences.reserve, let channel = fanOut.popFirst() {
            guard channel < audiences.count else { continue }
            audiences[channel].isQueued = false
            giveSlice(of: channel, with: &gossip, &budget)
        }
    }

    /// Has the live clients of a channel given what there is for them, in this turn or in one that follows at once.
    mutating func queueFanOut(of channel: Int) {
        guard !audiences[channel].isQueued else { return }
        audiences[channel].isQueued = true
        fanOut.append(channel)
    }

    /// Whether so much waits behind what the clients of a channel are just given that nobody may add to it.
    ///
    /// - Parameters:
    ///   - channel: The channel.
    ///   - bytes: How much that is, in bytes of frames.
    ///   - gossip: Has the frames.
    /// - Returns: Whether it does.
    mutating func isCrowded(_ channel: Int, by bytes: Int, with gossip: inout GossipNode) -> Bool {
        guard channel < audiences.count, let round = audiences[channel].round else { return false }
        if (gossip.channels.frames(of: channel)?.end ?? 0) - audiences[channel].place.offset >= bytes { return true }
        let most = min(Self.crowdedMessages, settings.retentionMessages / 4)
        return gossip.channels.givenCount(of: channel) - round.messageCount > most
    }

    /// Whether nobody may add to any channel, since one of them is too far behind.
    mutating func isOvercrowded(with gossip: inout GossipNode) -> Bool {
        for channel in fanOut.waiting where isCrowded(channel, by: Self.overcrowdedBytes, with: &gossip) { return true }
        return false
    }

    /// Serves some of those to whom a round is still to come, or begins the next one.
    private mutating func giveSlice(of channel: Int, with gossip: inout GossipNode, _ budget: inout TurnBudget) {
        guard audiences[channel].clientCount > 0 else { return }
        if audiences[channel].round == nil {
            guard beginRound(of: channel, with: &gossip) else { return }
            wakeReaders(of: channel)
        }
        if let round = audiences[channel].round {
            switch round.matter {
            case .frames(let frames): give(frames, from: round.before.place, in: channel, with: gossip, &budget)
            case .users: giveUsers(of: channel, for: round.before.usersVersion, &budget)
            case .aside(let leavers): setAside(leavers, at: round.before.place, in: channel, &budget)
            }
        }
        queueFanOut(of: channel)
    }

    /// Takes what the live clients of a channel were not sent, if there is anything.
    ///
    /// One call a member, even where the batch goes on in a second chunk: a sender that waits for its own messages
    /// would get them in two parts, go on in two parts, and from then on every batch would be half as large. Only a
    /// batch that lies in more than two chunks, some hundred kilobytes, takes more calls.
    private mutating func beginRound(of channel: Int, with gossip: inout GossipNode) -> Bool {
        let messageCount = gossip.channels.givenCount(of: channel)
        if gossip.hasUntoldLosses(in: channel, for: audiences[channel].place) {
            audiences[channel].begin(settingAside: .hearers, messageCount: messageCount) {
                gossip.passLosses(of: channel, for: &$0)
            }
            if audiences[channel].round != nil { return true }
        }
        guard let range = audiences[channel].move({ gossip.nextFrames(of: channel, for: &$0) }),
            let log = gossip.channels.frames(of: channel)
        else { return false }
        guard log.holds(range.lowerBound) else {
            audiences[channel].begin(settingAside: .everybody, messageCount: messageCount) { $0.advance(to: log.end) }
            return audiences[channel].round != nil
        }
        audiences[channel].begin(Round.Frames(range, of: log), messageCount: messageCount)
        return true
    }

    /// Sends the next members frames of their channel.
    private mutating func give(
        _ frames: Round.Frames,
        from place: AudiencePlace,
        in channel: Int,
        with gossip: borrowing GossipNode,
        _ budget: inout TurnBudget
    ) {
        let slice = audiences[channel].takeSlice(TurnBudget.members(of: frames.range.count))
        frames.withBytes { first, second in
            let members = audiences[channel].members
            broadcast(first, second, to: members, in: slice, on: network, stragglers: &fanOut.stragglers)
        }
        budget.spend(sends: slice.count, of: frames.range.count)
        payForSeal(&budget)
        deliveredCount += frames.count * (slice.count - fanOut.stragglers.count)
        while let straggler = fanOut.stragglers.popLast() {
            handle(straggler, sent: frames.range, from: place, in: channel, with: gossip)
        }
    }

    /// Has a member go on by itself that did not take everything.
    private mutating func handle(
        _ straggler: Straggler,
        sent range: Range<Int>,
        from place: AudiencePlace,
        in channel: Int,
        with gossip: borrowing GossipNode
    ) {
        guard let client = clients[Int(straggler.slot)] else { return }
        // Where retention was quicker than a round, a slow client cannot be given the rest of it.
        guard let taken = straggler.taken, let log = gossip.channels.frames(of: channel), log.holds(range) else {
            drop(client)
            return
        }
        fallBehind(client, to: place)
        noteSent(taken, of: range, to: client, in: log)
        updateInterest(of: client)
    }

    /// Has some of the next members go on by themselves.
    private mutating func setAside(
        _ leavers: Round.Leavers,
        at place: AudiencePlace,
        in channel: Int,
        _ budget: inout TurnBudget
    ) {
        let slice = audiences[channel].takeSlice(Self.membersSetAside)
        budget.spend(messages: slice.count)
        // Who leaves changes the indices of others.
        for member in Array(audiences[channel].members[slice]) {
            guard let client = clients[Int(member.slot)] else { continue }
            guard leavers == .everybody || client.seat?.hearsOfLosses == true else { continue }
            budget.spend(messages: 2)
            fallBehind(client, to: place)
            fanOut.woken.append(client.reference)
        }
    }
}

extension ByteLog {
    /// Whether the bytes of some records can all be read, where they lie in two chunks at the most.
    fileprivate func holds(_ range: Range<Int>) -> Bool {
        guard holds(range.lowerBound) else { return false }
        let middle = min(chunkEnd(after: range.lowerBound), range.upperBound)
        return middle == range.upperBound || holds(middle)
    }
}
