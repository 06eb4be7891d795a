/// Who is not let in that asks for what there is, and who is let go that reads.
extension WholeMesh {
    /// Who asks for a WebSocket, rightly, got another answer: a node that does not serve, or has no room, says so.
    mutating func judgeAnswer(_ status: Int, to reader: String) {
        guard status != 503 else { return }
        judge.object(.refused(reader: reader, reason: "the answer has the status \(status)"))
    }

    /// A guest was let go.
    mutating func noteCut(guest: Int) {
        guard !mayHaveLetGo(ofMost: guests.judge.sendCount(on: guests.plans[guest].channel)) else { return }
        noteCut(of: "guest\(guest)", by: guests.nodes[guest], guests.runs[guest])
    }

    /// A person was let go.
    mutating func noteCut(browser: Int) {
        guard !mayHaveLetGo(ofMost: judge.sendCount) else { return }
        noteCut(of: browsers[browser].name, by: browsers[browser].node, browsers[browser].place.run)
    }

    /// Who reads, however slowly, is not let go as long as its node runs and nothing that it should read is gone: that what
    /// was sent long ago goes on being taken is a sign of life, whatever of it is read before the ping.
    private mutating func noteCut(of reader: String, by host: Int, _ run: Int32) {
        guard hosts[host].process != nil, hosts[host].runs == run, !isStopping(host) else { return }
        guests.cuts.append((reader, host, run))
    }

    /// Whether a node may have let go, by now, of something in a channel in which at most so many messages were sent: then it
    /// closes with 1013 who was still to read that.
    ///
    /// Where it keeps a megabyte of all channels, it has no room for more than half of that of what clients have begun to
    /// send, or positions name, either.
    func mayHaveLetGo(ofMost count: Int) -> Bool {
        let kept = [scenario.crowd.retention, scenario.terrain.revision?.retention].compactMap(\.self).min() ?? .max
        let age = scenario.crowd.seconds.map { Int64($0) * 1_000_000_000 } ?? .max
        return scenario.crowd.isNarrow || count > kept || count > 0 && internet.now > age
    }

    /// Whether a run of a node may have closed with this code since its own disk took nothing.
    func isExcused(_ code: UInt16?, _ host: Int, _ run: Int32) -> Bool {
        guard code == 1011 else { return false }
        return hosts[host].disease.refusesToWrite(in: run) || run <= hosts[host].fate.lastInterruptedRun
    }

    /// A node is dead whose disk took nothing: it may have been about to end, for which it lets everybody go first.
    mutating func excuseLastCuts(by host: Int) {
        if hosts[host].disease.refusesToWrite(in: hosts[host].runs) { excuseCuts(by: host) }
    }

    /// A node has ended by itself: those that it let go before are let go rightly.
    mutating func excuseCuts(by host: Int) {
        guests.cuts.removeAll { $0.host == host && $0.run == hosts[host].runs }
    }

    /// Whoever was let go by a node that went on was let go wrongly.
    mutating func judgeCuts() {
        for (guest, member) in guests.all.enumerated() {
            // Who reads slowly comes to the end of a connection long after it.
            if case .relay(let client) = member, client.connection?.isCutUnread == true { noteCut(guest: guest) }
        }
        for (reader, host, _) in guests.cuts { judge.object(.cut(reader: reader, node: "n\(host)")) }
    }

    /// Whether a node was asked to stop: it waits for nobody who takes longer than that.
    func isStopping(_ host: Int) -> Bool {
        scenario.faults.contains { fault in
            guard case .renewal(host, isKilled: false) = fault.trouble else { return false }
            return (fault.start...fault.end).contains(internet.now)
        }
    }
}
