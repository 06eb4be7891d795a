import Gossip

extension Scenario: Shrinkable {
    /// Kind by kind: faults, what people do, travellers, hosts, links; then what is not as usual.
    var reductions: [Reduction<Scenario>] {
        [
            .thin(\.faults), .thin(\.actions), .drop(count: { $0.travellers.count }) { $0.removeTraveller($1) },
            .drop(count: { $0.hosts.count }) { $0.removeHost($1) },
            .drop(count: { $0.edges.count }) { $0.removeEdge($1) },
        ] + Self.simplifications.map { .simplify($0) }
            + hosts.indices.map { host in .simplify { if host < $0.hosts.count { $0.hosts[host].makeUsual() } } }
    }

    /// Whether a promise of some kind is broken.
    func breaks(_ kind: Violation.Kind) -> Bool { run().violations.contains { $0.kind == kind } }

    /// How many parts it has that can be left out, and how many things that are not as usual.
    var size: Int {
        let odd = hosts.count {
            $0.hostility != nil || $0.keepsJournal || $0.wallOffset != 0 || $0.longestTurn > 0 || $0.dialect != .current
                || $0.isMiser
        }
        let plain = WireProfile()
        let far = edges.count { $0.carriesDatagrams || $0.profile != plain }
        let limits = GossipLimits.leasts.count {
            settings.limits[keyPath: $0.limit] != GossipLimits()[keyPath: $0.limit]
        }
        return hosts.count + edges.count + travellers.count + faults.count + actions.count + odd + far + limits
    }

    /// Whether every host that does not lie can be reached from every other when nothing goes wrong: in a mesh that is
    /// apart from the start, nodes hold different messages, and no promise is broken by that.
    var isConnected: Bool { isConnected(without: liars) }

    /// Whether every host can be reached from every other, without some of them.
    func isConnected(without absent: Set<Int>) -> Bool {
        let rest = Set(hosts.indices).subtracting(absent)
        var reached = Set(rest.min().map { [$0] } ?? [])
        var queue = Array(reached)
        while let host = queue.popLast() {
            for edge in edges where edge.dialer == host || edge.listener == host {
                let other = edge.dialer == host ? edge.listener : edge.dialer
                if rest.contains(other), reached.insert(other).inserted { queue.append(other) }
            }
        }
        return reached.count == rest.count
    }

    /// Takes a host out, with all that happens to it; those that it was linked to are linked to each other in a row.
    mutating func removeHost(_ host: Int) {
        let around = edges.filter { $0.dialer == host || $0.listener == host }
        for (first, second) in zip(around, around.dropFirst()) {
            var bridge = first
            bridge.dialer = first.dialer == host ? first.listener : first.dialer
            bridge.listener = second.dialer == host ? second.listener : second.dialer
            let isThere = edges.contains {
                Set([$0.dialer, $0.listener]) == Set([bridge.dialer, bridge.listener])
            }
            if bridge.dialer != bridge.listener, !isThere { edges.append(bridge) }
        }
        for edge in edges.indices.reversed() where edges[edge].dialer == host || edges[edge].listener == host {
            removeEdge(edge)
        }
        let renumbered = { (other: Int) -> Int? in other == host ? nil : other > host ? other - 1 : other }
        for edge in edges.indices {
            edges[edge].dialer = renumbered(edges[edge].dialer) ?? 0
            edges[edge].listener = renumbered(edges[edge].listener) ?? 0
        }
        faults = faults.compactMap { fault in
            guard let kind = fault.kind.renumbered(hosts: renumbered, wires: { $0 }) else { return nil }
            return Fault(kind: kind, begin: fault.begin, end: fault.end)
        }
        actions = actions.compactMap { action in
            guard let kind = action.kind.renumbered(hosts: renumbered, travellers: { $0 }) else { return nil }
            return Action(time: action.time, kind: kind)
        }
        hosts.remove(at: host)
    }

    /// Takes a link out, with all that happens to it.
    mutating func removeEdge(_ edge: Int) {
        edges.remove(at: edge)
        faults = faults.compactMap { fault in
            let wires = { (other: Int) -> Int? in other == edge ? nil : other > edge ? other - 1 : other }
            guard let kind = fault.kind.renumbered(hosts: { $0 }, wires: wires) else { return nil }
            return Fault(kind: kind, begin: fault.begin, end: fault.end)
        }
    }

    /// Takes a traveller out, with all that it does.
    mutating func removeTraveller(_ traveller: Int) {
        travellers.remove(at: traveller)
        actions = actions.compactMap { action in
            let travellers = { (other: Int) -> Int? in other == traveller ? nil : other > traveller ? other - 1 : other
            }
            guard let kind = action.kind.renumbered(hosts: { $0 }, travellers: travellers) else { return nil }
            return Action(time: action.time, kind: kind)
        }
    }

    /// What makes a whole scenario more usual, one thing each.
    static var simplifications: [(inout Scenario) -> Void] {
        let paths: [(inout Scenario) -> Void] = [
            { $0.settings = GossipSettings() },
            { for edge in $0.edges.indices { $0.edges[edge].profile = WireProfile() } },
            { for edge in $0.edges.indices { $0.edges[edge].carriesDatagrams = false } },
            { for host in $0.hosts.indices { $0.hosts[host].makeUsual() } },
            { $0.settings.retention = Retention() },
        ]
        let limits = GossipLimits.leasts.map { limit, _ -> (inout Scenario) -> Void in
            { $0.settings.limits[keyPath: limit] = GossipLimits()[keyPath: limit] }
        }
        return paths + limits
    }
}

extension Scenario.Host {
    /// Makes it a host with a right clock, quick turns, no disk and no lies.
    mutating func makeUsual() {
        wallOffset = 0
        keepsJournal = false
        longestTurn = 0
        dialect = .current
        (keptMessages, takenBytes) = (nil, nil)
        hostility = nil
    }
}

extension Fault.Kind {
    /// The same fault where hosts and wires have other numbers; `nil` when what it is about is gone.
    fileprivate func renumbered(hosts: (Int) -> Int?, wires: (Int) -> Int?) -> Self? {
        var form = Fault.Form(self)
        if let host = form.host {
            form.host = hosts(host)
            if form.host == nil { return nil }
        }
        if let link = form.link {
            form.link = wires(link)
            if form.link == nil { return nil }
        }
        form.hosts = form.hosts.compactMap(hosts)
        return form.kind
    }
}

extension Action.Kind {
    /// The same action where hosts and travellers have other numbers; `nil` when who acts, or where, is gone.
    fileprivate func renumbered(hosts: (Int) -> Int?, travellers: (Int) -> Int?) -> Self? {
        switch self {
        case .attach(let client, let host, let username):
            hosts(host).map { .attach(client: client, host: $0, username: username) }
        case .detach, .post: self
        case .hop(let traveller, let host, let isSilent, let forgets):
            if let traveller = travellers(traveller), let host = hosts(host) {
                .hop(traveller: traveller, host: host, isSilent: isSilent, forgets: forgets)
            } else {
                nil
            }
        case .rest(let traveller, let pause): travellers(traveller).map { .rest(traveller: $0, pause: pause) }
        case .say(let traveller, let size): travellers(traveller).map { .say(traveller: $0, size: size) }
        case .misbehave(let rascal, let host, let trick):
            hosts(host).map { .misbehave(rascal: rascal, host: $0, trick: trick) }
        }
    }
}
