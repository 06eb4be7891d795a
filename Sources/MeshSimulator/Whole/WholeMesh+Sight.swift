import JSON

/// What nodes see of the mesh, as their status tells it.
extension WholeMesh {
    /// A node sees those that can be reached, and has the links of its file: up to those, and down to all others.
    ///
    /// - Parameters:
    ///   - status: What it says.
    ///   - host: Its host.
    ///   - nodes: Those that can be reached, itself included.
    ///   - isFinal: Whether it is the end: somebody who says to be a node may be just there before.
    mutating func judgeSight(_ status: JSONValue, of host: Int, among nodes: [Int], isFinal: Bool) {
        let names = (status["nodes"]?.list ?? []).map { $0["name"]?.string ?? "?" }.filter { !mayBeFalse($0) }.sorted()
        let shown = scenario.sabotage == .hideNode ? names.dropLast() : names[...]
        if Array(shown) != nodes.map({ "n\($0)" }).sorted(), isFinal || !mayBeFalse(FalsePeer.name) {
            judge.object(.apart(node: "n\(host)", shown: shown.joined(separator: " ")))
        }
        let links = status["links"]?.list ?? []
        let peers = links.map { $0["peer"]?.string ?? "?" }.sorted().dropFirst(scenario.sabotage == .hideLink ? 1 : 0)
        if Array(peers) != self.peers(of: host) {
            judge.object(.apart(node: "n\(host)", shown: "links to \(peers.joined(separator: " "))"))
        }
        for link in links { judgeLink(link, of: host, among: nodes, isFinal: isFinal) }
    }

    /// Those whom the file that a node has read joins it with.
    private func peers(of host: Int) -> [String] {
        let links = scenario.links(isRevised: hosts[host].isRevised).filter { $0.dialer == host || $0.listener == host }
        let peers = Set(links.map { "n\($0.dialer == host ? $0.listener : $0.dialer)" })
        return peers.union(scenario.hasFalsePeer ? [FalsePeer.name] : []).sorted()
    }

    /// Whether somebody may be seen under a name who is no node: not where that takes a key, and not where nobody comes.
    private func mayBeFalse(_ name: String) -> Bool {
        name == FalsePeer.name && scenario.hasFalsePeer && scenario.terrain.seal == nil
    }

    private mutating func judgeLink(_ link: JSONValue, of host: Int, among nodes: [Int], isFinal: Bool) {
        let peer = link["peer"]?.string ?? "?"
        guard peer != FalsePeer.name else { return judgeFalseLink(link, of: host) }
        guard let other = Int(peer.dropFirst()), hosts.indices.contains(other) else { return }
        let isThere = nodes.contains(other) != (scenario.sabotage == .crossBorder && !isFinal)
        if link["state"]?.string != (isThere ? "up" : "down") {
            judge.object(.apart(node: "n\(host)", shown: "\(isThere ? "no" : "a") link to \(peer)"))
        }
        if isFinal { judgeSkew(link, of: host, to: other) }
    }

    private mutating func judgeSkew(_ link: JSONValue, of host: Int, to other: Int) {
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
                peer: "n\(other)",
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
}
