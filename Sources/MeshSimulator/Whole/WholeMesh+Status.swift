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
            judgeSight(status, of: probe.host, among: guests.probes.map(\.host), isFinal: true)
            judgeRuns(status, of: probe.host)
            judgeUsers(status, of: probe.host)
            judgeClients(status, of: probe.host)
        }
        judgeHistory()
        judgeAllTranscripts(isFinal: true)
        judgeWeight()
        judgeDirectories()
        judgeDirectoryTrial()
    }

    /// Those that were asked have the same transcripts of all channels.
    mutating func judgeAllTranscripts(isFinal: Bool) {
        // Before the end something may be missing; and where age decides, nothing is young enough then.
        let owesAny = isFinal && !scenario.letsGoByAge
        let owed = owesAny ? judge.messages.indices.count(where: judge.isOwed) : 0
        judgeTranscripts("chat", "chat", accepted: owed, said: judge.saidCount, sent: judge.sendCount)
        if isFinal { judgeAge("chat", "chat", judge.messages.map(\.saidAt)) }
        for (name, channel) in guests.judge.channels.sorted(by: { $0.key < $1.key }) {
            let accepted = channel.messages.count(where: \.acceptance.isGiven)
            let owed = owesAny ? channel.messages.count(where: guests.judge.isOwed) : 0
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
