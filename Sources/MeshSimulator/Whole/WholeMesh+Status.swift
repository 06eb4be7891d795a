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
        for (host, probe) in probes.enumerated() {
            guard let status = probe.status, scenario.sabotage != .hideStatus else {
                judge.object(.noStatus(node: "n\(host)"))
                continue
            }
            let count = (status["nodes"]?.list?.count ?? 0) - (scenario.sabotage == .hideNode ? 1 : 0)
            if count != hosts.count {
                judge.object(.apart(node: "n\(host)", shown: "\(count) nodes"))
            }
            for link in status["links"]?.list ?? [] where link["state"]?.string != "up" {
                judge.object(.apart(node: "n\(host)", shown: "no link to \(link["peer"]?.string ?? "?")"))
            }
        }
        judgeHistory()
        judgeTranscripts("chat", "chat", accepted: judge.acceptedCount, said: judge.saidCount)
        for (name, channel) in guests.judge.channels.sorted(by: { $0.key < $1.key }) {
            let accepted = channel.messages.count(where: \.isAccepted)
            judgeTranscripts("relay", name, accepted: accepted, said: channel.messages.count)
        }
    }

    /// The transcript of the chat is the hash over what a client read of it.
    private mutating func judgeHistory() {
        guard let probe = probes.first, probe.status != nil else { return }
        let status = probe.channel("chat", "chat")
        guard let transcript = judge.transcript(of: status.held),
            status.transcript != transcript.hexadecimal || status.held != transcript.count
        else { return }
        judge.object(
            .transcriptsDiffer(
                node: "n0",
                shown: "\(status.transcript) of \(status.held)",
                expected: "\(transcript.hexadecimal) of \(transcript.count)"
            )
        )
    }

    /// Judges what guests have heard.
    mutating func judgeGuests() {
        let plans = guests.plans
        let own = scenario.crowd.guests.count
        let (nodes, probes) = (guests.nodes, probes)
        guests.judge.judge(
            auditors: Set(own..<plans.count),
            isQuick: { guest in
                if case .relay(let listening) = plans[guest].kind { listening.pace == nil } else { false }
            },
            lost: { guest, channel in probes[nodes[guest]].channel("relay", channel).lost }
        )
    }

    private mutating func judgeTranscripts(_ kind: String, _ name: String, accepted: Int, said: Int) {
        var expected: ChannelStatus?
        // Where bytes are let go, nobody can tell how many messages are left.
        let most = scenario.crowd.retention ?? .max
        let least = scenario.crowd.isNarrow ? 0 : min(accepted, most)
        for (host, probe) in probes.enumerated() where probe.status != nil {
            var status = probe.channel(kind, name)
            if scenario.sabotage == .changeTranscript, host == 1 { status.transcript += "0" }
            let node = "n\(host)"
            // Where messages go, what was said again may be another message.
            let bounds = least...max(least, min(scenario.crowd.losesOld ? .max : said, most))
            if !bounds.contains(status.held) {
                judge.object(.heldWrongly(node: node, held: status.held, accepted: accepted, said: said))
            }
            if scenario.sabotage == .countLoss { status.lost += 1 }
            if status.lost > 0, !scenario.crowd.losesOld {
                judge.object(.countsLost(node: node, channel: name, count: status.lost))
            }
            let shown = "\(status.transcript) of \(status.held)"
            if let expected, status.transcript != expected.transcript || status.held != expected.held {
                let other = "\(expected.transcript) of \(expected.held)"
                judge.object(.transcriptsDiffer(node: node, shown: shown, expected: other))
            }
            expected = expected ?? status
        }
    }
}
