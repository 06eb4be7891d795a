import JSON

/// What one node says of one channel.
struct ChannelStatus {
    /// How many messages it holds, and how many it says are lost.
    var held = 0
    var lost = 0

    /// The hash of those that it holds.
    var transcript = ""

    /// Holds nothing.
    init() {}

    /// Reads what `/status` has of it.
    init(_ line: JSONValue) {
        held = line["messages"]?.integer ?? 0
        lost = line["lost"]?.integer ?? 0
        transcript = held > 0 ? line["transcript"]?.string ?? "-" : ""
    }
}

extension StatusProbe {
    /// What the node says of a channel.
    func channel(_ kind: String, _ name: String) -> ChannelStatus {
        let lines = status?["channels"]?.list ?? []
        let line = lines.first { $0["kind"]?.string == kind && $0["name"]?.string == name }
        return line.map { ChannelStatus($0) } ?? ChannelStatus()
    }
}

extension WholeMesh {
    /// All nodes see each other, and have the same transcripts.
    mutating func judgeStatus() {
        for probe in guests.probes {
            let node = "n\(probe.host)"
            guard let status = probe.status else {
                judge.object(.noStatus(node: node))
                continue
            }
            let seen = (status["nodes"]?.list ?? []).filter { !mayBeFalse($0["name"]?.string) }
            let count = seen.count - (scenario.sabotage == .hideNode ? 1 : 0)
            if count != guests.probes.count {
                judge.object(.apart(node: node, shown: "\(count) nodes"))
            }
            judgeRuns(status, of: probe.host)
            for link in status["links"]?.list ?? [] { judgeLink(link, of: probe.host) }
        }
        judgeHistory()
        judgeAllTranscripts(isFinal: true)
        judgeWeight()
    }

    /// Whether somebody may be seen under a name who is no node: not where that takes a key.
    private func mayBeFalse(_ name: String?) -> Bool { name == FalsePeer.name && scenario.terrain.seal == nil }

    private mutating func judgeLink(_ link: JSONValue, of host: Int) {
        let peer = link["peer"]?.string ?? "?"
        guard peer != FalsePeer.name else { return judgeFalseLink(link, of: host) }
        if link["state"]?.string != "up" { judge.object(.apart(node: "n\(host)", shown: "no link to \(peer)")) }
        guard let other = Int(peer.dropFirst()), hosts.indices.contains(other) else { return }
        let now = internet.now
        let expected = Double(hosts[other].clock.error(at: now) - hosts[host].clock.error(at: now)) / 1000
        // One that was set back is not believed for a while.
        guard abs(expected) > 60_000, !hosts[other].clock.wasSetBack, !hosts[host].clock.wasSetBack else { return }
        // A link that has just come up was not measured.
        guard link["round_trip_ms"]?.number != nil else { return }
        let shown = scenario.sabotage == .hideSkew ? nil : link["clock_skew_ms"]?.number
        if let shown, abs(shown - expected) < 2_000 { return }
        judge.object(
            .skewNotTold(
                node: "n\(host)",
                peer: peer,
                shown: shown.map { "\(Int($0 / 1000)) s" } ?? "nothing",
                expected: "\(Int(expected / 1000)) s"
            )
        )
    }

    /// Where that takes a key, nothing was taken in of who is no node.
    private mutating func judgeFalseLink(_ link: JSONValue, of host: Int) {
        guard scenario.terrain.seal != nil else { return }
        let count = (link["received_messages"]?.integer ?? 0) + (scenario.sabotage == .hearStranger ? 1 : 0)
        guard link["state"]?.string != "down" || count > 0 else { return }
        judge.object(.apart(node: "n\(host)", shown: "\(count) messages of \(FalsePeer.name)"))
    }

    /// Those that were asked have the same transcripts of all channels.
    mutating func judgeAllTranscripts(isFinal: Bool) {
        let owed = judge.messages.indices.count { number in
            let message = judge.messages[number]
            return isFinal && judge.isOwed(number) && isYoung(saidAt: message.saidAt, sends: message.sends)
        }
        judgeTranscripts("chat", "chat", accepted: owed, said: judge.saidCount, sent: judge.sendCount)
        if isFinal { judgeAge("chat", "chat", judge.messages.map(\.saidAt)) }
        for (name, channel) in guests.judge.channels.sorted(by: { $0.key < $1.key }) {
            let accepted = channel.messages.count(where: \.acceptance.isGiven)
            let owed = channel.messages.count { message in
                isFinal && guests.judge.isOwed(message) && isYoung(saidAt: message.saidAt, sends: message.sends)
            }
            let (said, sent) = (channel.messages.count, channel.messages.reduce(0) { $0 + $1.sends })
            if guests.judge.longCount(on: name) > 0 {
                if isFinal { judgeLengths(name, accepted: accepted, sent: sent) }
                continue
            }
            judgeTranscripts("relay", name, accepted: owed, said: said, sent: sent)
            if isFinal { judgeAge("relay", name, channel.messages.map(\.saidAt)) }
        }
    }

    /// The transcript of the chat is the hash over what a client read of it.
    private mutating func judgeHistory() {
        // What a disk lost may be there again under another number.
        guard judge.terms.suspects == 0, let probe = guests.probes.first, probe.status != nil else { return }
        let status = probe.channel("chat", "chat")
        guard let transcript = judge.transcript(of: status.held),
            status.transcript != transcript.hexadecimal || status.held != transcript.count
        else { return }
        judge.object(
            .transcriptsDiffer(
                node: "n\(probe.host)",
                shown: "\(status.transcript) of \(status.held)",
                expected: "\(transcript.hexadecimal) of \(transcript.count)"
            )
        )
    }

    /// Whether nodes let go of all that their neighbours let go to make room: of what one says that does not tell how much it
    /// keeps, they take half.
    private var followsFloors: Bool {
        !scenario.crowd.isNarrow || hosts.allSatisfy(\.program.release.tellsAgreement)
    }

    private mutating func judgeTranscripts(_ kind: String, _ name: String, accepted: Int, said: Int, sent: Int) {
        var expected: ChannelStatus?
        // Where bytes are let go, nobody can tell how many messages are left.
        let most = scenario.finalRetention ?? .max
        for probe in guests.probes where probe.status != nil {
            var status = probe.channel(kind, name)
            if scenario.sabotage == .changeTranscript, probe.host == 1 { status.transcript += "0" }
            if scenario.sabotage == .keepNothing { status = ChannelStatus() }
            let node = "n\(probe.host)"
            // Where messages go, what was said again may be another message.
            let isSure = !scenario.losesOld && !guests.judge.isLenient
            // And a second copy, which nobody sees, takes the place of another.
            let hidden = scenario.finalRetention == nil ? 0 : sent - said
            let least = scenario.crowd.isNarrow ? 0 : max(0, min(accepted, most) - hidden)
            let bounds = least...max(least, min(isSure ? said : .max, most))
            if !bounds.contains(status.held) {
                judge.object(.heldWrongly(node: node, held: status.held, accepted: accepted, said: said))
            }
            if scenario.sabotage == .countLoss { status.lost += 1 }
            if status.lost > 0, isSure {
                judge.object(.countsLost(node: node, channel: name, count: status.lost))
            }
            let shown = "\(status.transcript) of \(status.held)"
            let isSame = status.transcript == expected?.transcript && status.held == expected?.held
            if let expected, !isSame, followsFloors {
                let other = "\(expected.transcript) of \(expected.held)"
                judge.object(.transcriptsDiffer(node: node, shown: shown, expected: other))
            }
            expected = expected ?? status
        }
    }
}
