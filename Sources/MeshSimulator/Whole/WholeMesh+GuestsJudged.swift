/// Guests in the end.
extension WholeMesh {
    /// Judges what guests have heard.
    mutating func judgeGuests() {
        let plans = guests.plans
        let (own, most, isAnywhere) = (scenario.crowd.guests.count, mostLost, scenario.forgetsWhereLost)
        let (nodes, probes) = (guests.nodes, Dictionary(guests.probes.map { ($0.host, $0) }) { first, _ in first })
        guests.judge.judge(
            auditors: Set(own..<plans.count),
            isQuick: { guest in
                switch plans[guest].kind {
                case .relay(let listening): listening.pace == nil
                case .program: true
                case .poster, .stranger: false
                }
            },
            lost: { guest, channel in
                // Who is told of losses is told of all.
                guard case .relay(let listening) = plans[guest].kind, !listening.speaksEvents else { return 0 }
                return isAnywhere ? most : min(most, probes[nodes[guest]]?.channel("relay", channel).lost ?? 0)
            }
        )
    }

    /// A guest is told that messages are not held any more.
    mutating func handleGap(_ count: Int, _ guest: Int, on channel: String) {
        guests.judge.handleGap(count, guest, on: channel, ofAtMost: mostLost)
    }

    /// How many messages can be lost: where a node does not know which entries of a run were messages, it counts them all.
    private var mostLost: Int {
        var heads = guests.judge.heads
        for reader in judge.readers {
            for (origin, newest) in reader.newest { heads[origin] = max(heads[origin] ?? 0, newest.sequence) }
        }
        let roamers = scenario.crowd.guests.count { $0.kind == .stranger(.roaming) }
        return heads.values.reduce(guests.judge.sendCount + judge.sendCount + roamers * Mischief.roamedChannels, +)
    }

    /// How long somebody looks for another node at most that was let go, in nanoseconds.
    private static let timeToComeBack: Int64 = 5_000_000_000

    /// Notes when somebody was let go who had been taken in.
    mutating func noteLetGo(_ guest: Int, _ client: RelayClient) {
        guard guests.judge.isListening(guest, serial: client.serial, on: guests.plans[guest].channel) else { return }
        guests.letGoAt[guest] = internet.now
    }

    /// Whether somebody is just about to be taken in again: who reads a little at a time is let go whenever what it would
    /// read next is not held any more, and comes late to the word that its node has ended; but it gets in each time.
    private func isComingBack(_ guest: Int, _ client: RelayClient) -> Bool {
        guard client.listening.pace != nil, let time = guests.letGoAt[guest] else { return false }
        return internet.now - time < Self.timeToComeBack
    }

    /// Everybody has got in, and nobody has anything left to post.
    mutating func judgeAttendance() {
        // What was let go before a second node took it is held nowhere.
        let copies = scenario.losesOld || guests.judge.isLenient ? 1 : 2
        for (guest, member) in guests.all.enumerated() {
            let (reader, channel) = ("guest\(guest)", guests.plans[guest].channel)
            switch member {
            case .relay(let client):
                guard client.connection?.isOpen == true,
                    guests.judge.isListening(guest, serial: client.serial, on: channel)
                else {
                    if !isComingBack(guest, client) { judge.object(.notAttached(reader: reader)) }
                    continue
                }
                judgeThief(guest, client)
                // Who reads slowly may not have come to its answers.
                guard client.listening.pace == nil else { continue }
                if let key = client.program?.answers.unansweredKey(heldBy: copies) {
                    judge.object(.unanswered(key: key, reader: reader))
                }
            case .poster(let poster):
                guard let message = poster.pending.first else { continue }
                judge.object(.notPosted(message: message.key, reader: reader))
            case .program, .stranger: break
            }
        }
    }
}
