import Bytes
import Gossip
import Reactor

extension Serving {
    /// Gives every channel that grew to its clients, as far as the turn's budget goes.
    ///
    /// A channel of thousands takes many turns: each gets a slice in its turn. Those that have just grown come first, with
    /// half of their share, so that a few clients do not wait for a round through thousands. They always have a share.
    ///
    /// - Parameters:
    ///   - committed: Says that everything is written.
    ///   - gossip: Has the frames.
    ///   - budget: Pays.
    mutating func giveGrown(_ committed: Committed, with gossip: inout GossipNode, _ budget: inout TurnBudget) {
        precondition(committed.covers(gossip), "what is not written was to be given to clients")
        gossip.takeGrownChannels(into: &fanOut.grown)
        var share = budget.share(leaving: .audiences, atLeast: Self.leastForAudiences)
        let amount = share.left
        while let channel = fanOut.grown.popLast() {
            if let plain = audiences.number(of: channel, as: .plain) {
                giveGrown(to: plain, reserve: amount / 2, with: &gossip, &share)
            }
            if let events = audiences.number(of: channel, as: .events) {
                giveGrown(to: events, reserve: amount / 2, with: &gossip, &share)
            }
        }
        while share.isOpen, let audience = fanOut.popFirst() {
            audiences[audience].isQueued = false
            giveSlice(to: audience, with: &gossip, &share)
        }
        budget.spend(amount - share.left)
    }

    /// Gives an audience a slice of what its channel has gained, or has it wait for its turn.
    private mutating func giveGrown(
        to audience: Int,
        reserve: Int,
        with gossip: inout GossipNode,
        _ budget: inout TurnBudget
    ) {
        if audiences[audience].round == nil { wakeReaders(of: audience) }
        guard !audiences[audience].isQueued else { return }
        if budget.left >= reserve {
            giveSlice(to: audience, with: &gossip, &budget)
        } else {
            queueFanOut(of: audience)
        }
    }

    /// Has the live clients of an audience given what there is for them, in this turn or in one that follows at once.
    mutating func queueFanOut(of audience: Int) {
        guard !audiences[audience].isQueued else { return }
        audiences[audience].isQueued = true
        fanOut.append(audience)
    }

    /// Serves some of those to whom a round is still to come, or begins the next one.
    private mutating func giveSlice(to audience: Int, with gossip: inout GossipNode, _ budget: inout TurnBudget) {
        guard audiences[audience].clientCount > 0 else { return }
        if audiences[audience].round == nil {
            guard beginRound(of: audience, with: &gossip, &budget) else { return }
            wakeReaders(of: audience)
        }
        if let round = audiences[audience].round {
            switch round.matter {
            case .frames(let frames): give(frames, from: round.before.place, to: audience, with: gossip, &budget)
            case .users: giveUsers(of: audience, for: round.before.usersVersion, &budget)
            case .aside(let leavers): setAside(leavers, at: round.before.place, in: audience, &budget)
            }
        }
        queueFanOut(of: audience)
    }

    /// Takes what the live clients of an audience were not sent, if there is anything.
    ///
    /// One call a member, even where the batch goes on in a second chunk: a sender that waits for its own messages
    /// would get them in two parts, go on in two parts, and from then on every batch would be half as large. Only a
    /// batch that lies in more than two chunks, some hundred kilobytes, takes more calls.
    private mutating func beginRound(
        of audience: Int,
        with gossip: inout GossipNode,
        _ budget: inout TurnBudget
    ) -> Bool {
        let channel = audiences[audience].channel
        let messageCount = gossip.channels.givenCount(of: channel)
        if gossip.hasUntoldLosses(in: channel, for: audiences[audience].place) {
            audiences[audience].begin(settingAside: .hearers, messageCount: messageCount) {
                gossip.passLosses(of: channel, for: &$0)
            }
            if audiences[audience].round != nil { return true }
        }
        guard let range = audiences[audience].move({ gossip.nextFrames(of: channel, for: &$0) }),
            let log = gossip.channels.frames(of: channel)
        else { return false }
        if audiences[audience].form == .events, audiences[audience].members.isEmpty {
            // Nothing is encoded for nobody: who reads by itself asks for what it needs.
            audiences[audience].move { $0.advance(to: range.upperBound) }
            return true
        }
        guard log.holds(range.lowerBound),
            let frames = passage(range, for: audience, isWhole: false, with: &gossip, &budget)
        else {
            audiences[audience].begin(settingAside: .everybody, messageCount: messageCount) { $0.advance(to: log.end) }
            return audiences[audience].round != nil
        }
        audiences[audience].begin(frames, messageCount: messageCount)
        return true
    }

    /// Sends the next members frames of their channel.
    private mutating func give(
        _ frames: Passage,
        from place: AudiencePlace,
        to audience: Int,
        with gossip: borrowing GossipNode,
        _ budget: inout TurnBudget
    ) {
        let channel = audiences[audience].channel
        let slice = audiences[audience].takeSlice(budget.members(of: frames.byteCount))
        frames.withBytes { first, second in
            let members = audiences[audience].members
            broadcast(first, second, to: members, in: slice, on: network, stragglers: &fanOut.stragglers)
        }
        budget.spend(sends: slice.count, of: frames.byteCount)
        payForSeal(&budget)
        deliveredCount += frames.count * (slice.count - fanOut.stragglers.count)
        while let straggler = fanOut.stragglers.popLast() {
            handle(straggler, sent: frames, from: place, in: channel, with: gossip)
        }
    }

    /// Has a member go on by itself that did not take everything.
    private mutating func handle(
        _ straggler: Straggler,
        sent frames: Passage,
        from place: AudiencePlace,
        in channel: Int,
        with gossip: borrowing GossipNode
    ) {
        guard let client = clients[Int(straggler.slot)] else { return }
        // Where retention was quicker than a round, a slow client cannot be given the rest of it.
        guard let taken = straggler.taken, let log = gossip.channels.frames(of: channel), frames.isHeld(by: log) else {
            drop(client)
            return
        }
        fallBehind(client, to: place)
        noteSent(taken, of: frames, to: client, in: log)
        updateInterest(of: client)
    }

    /// Has some of the next members go on by themselves.
    private mutating func setAside(
        _ leavers: Round.Leavers,
        at place: AudiencePlace,
        in audience: Int,
        _ budget: inout TurnBudget
    ) {
        let slice = audiences[audience].takeSlice(budget.part(Self.membersSetAside))
        budget.spend(messages: slice.count)
        // Who leaves changes the indices of others.
        for member in Array(audiences[audience].members[slice]) {
            guard let client = clients[Int(member.slot)] else { continue }
            guard leavers == .everybody || client.seat?.hearsOfLosses == true else { continue }
            budget.spend(messages: 2)
            fallBehind(client, to: place)
            wake(client)
        }
    }
}
