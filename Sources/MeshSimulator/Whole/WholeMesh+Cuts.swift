/// Who is let go that reads.
extension WholeMesh {
    /// Who reads, however slowly, is not let go as long as its node runs and nothing that it should read is gone.
    mutating func noteCut(_ guest: Int) {
        let host = guests.nodes[guest]
        guard !scenario.losesOld, hosts[host].process != nil, hosts[host].runs == guests.runs[guest], !isStopping(host),
            !isTooSlow(guest)
        else { return }
        guests.cuts.append((guest, host, hosts[host].runs))
    }

    /// A node is dead whose disk took nothing: it may have been about to end, for which it lets everybody go first.
    mutating func excuseLastCuts(by host: Int) {
        if hosts[host].disease.refusesToWrite { excuseCuts(by: host) }
    }

    /// A node has ended by itself: those that it let go before are let go rightly.
    mutating func excuseCuts(by host: Int) {
        guests.cuts.removeAll { $0.host == host && $0.run == hosts[host].runs }
    }

    /// Whoever was let go by a node that went on was let go wrongly.
    mutating func judgeCuts() {
        for (guest, host, _) in guests.cuts { judge.object(.cut(reader: "guest\(guest)", node: "n\(host)")) }
    }

    /// How long a node waits for a sign of life, in seconds.
    private static let patience = 60

    /// Whether a ping may come behind more than a guest reads while its node waits for the answer.
    private func isTooSlow(_ guest: Int) -> Bool {
        guard case .relay(let client) = guests.all[guest], let pace = client.listening.pace else { return false }
        let isLate = internet.now > Int64(Self.patience) * 1_000_000_000
        return isLate && pace * 100 * Self.patience < scenario.profile.bufferBytes
    }

    /// Whether a node was asked to stop: it waits for nobody who takes longer than that.
    private func isStopping(_ host: Int) -> Bool {
        scenario.faults.contains { fault in
            guard case .renewal(host, isKilled: false) = fault.trouble else { return false }
            return (fault.start...fault.end).contains(internet.now)
        }
    }
}
