extension WholeScenario {
    /// Takes a node out, with all that happens to it; those that it was linked to are linked to each other in a row.
    mutating func removeNode(_ node: Int) {
        guard nodes > 1 else { return }
        let around = links.filter { $0.dialer == node || $0.listener == node }
        for (first, second) in zip(around, around.dropFirst()) {
            var bridge = first
            bridge.dialer = first.dialer == node ? first.listener : first.dialer
            bridge.listener = second.dialer == node ? second.listener : second.dialer
            let isThere = links.contains { Set([$0.dialer, $0.listener]) == Set([bridge.dialer, bridge.listener]) }
            if bridge.dialer != bridge.listener, !isThere { links.append(bridge) }
        }
        for link in links.indices.reversed() where links[link].dialer == node || links[link].listener == node {
            removeLink(link)
        }
        terrain.revision?.added.removeAll { $0.dialer == node || $0.listener == node }
        // What is said of the last node is said of no other.
        if node == nodes - 1 { terrain.revision?.lastNode = .stays }
        let renumbered = { (other: Int) -> Int? in other == node ? nil : other > node ? other - 1 : other }
        let moved = { (link: Link) in
            var link = link
            (link.dialer, link.listener) = (renumbered(link.dialer) ?? 0, renumbered(link.listener) ?? 0)
            return link
        }
        links = links.map(moved)
        if let added = terrain.revision?.added { terrain.revision?.added = added.map(moved) }
        if let nodes = terrain.refuge?.nodes { terrain.refuge?.nodes = nodes.compactMap(renumbered) }
        if terrain.refuge?.nodes.isEmpty == true { terrain.refuge = nil }
        if node < terrain.machines.count { terrain.machines.remove(at: node) }
        if node < terrain.releases.count { terrain.releases.remove(at: node) }
        faults = faults.compactMap { fault in
            fault.trouble.renumbered(renumbered).map { WholeFault($0, start: fault.start, end: fault.end) }
        }
        for index in actions.indices {
            guard case .reload(let target, let after) = actions[index].deed else { continue }
            actions[index].deed = .reload(node: renumbered(target) ?? 0, after: after)
        }
        for guest in crowd.guests.indices.reversed() {
            guard case .program(let host) = crowd.guests[guest].kind else { continue }
            guard let host = renumbered(host) else {
                crowd.guests.remove(at: guest)
                continue
            }
            crowd.guests[guest].kind = .program(node: host)
        }
        for guest in crowd.guests.indices {
            for deed in crowd.guests[guest].deeds.indices {
                guard case .reload(let target, let early) = crowd.guests[guest].deeds[deed].matter else { continue }
                crowd.guests[guest].deeds[deed].matter = .reload(node: renumbered(target) ?? 0, early: early)
            }
        }
        nodes -= 1
    }

    /// Takes a link out.
    mutating func removeLink(_ link: Int) {
        links.remove(at: link)
        func renumbered(_ numbers: [Int]) -> [Int] { numbers.compactMap { $0 == link ? nil : $0 > link ? $0 - 1 : $0 } }
        guard let revision = terrain.revision else { return }
        terrain.revision?.removed = renumbered(revision.removed)
        terrain.revision?.turned = renumbered(revision.turned)
    }

    /// Takes a person out, with all that it does.
    mutating func removeBrowser(_ browser: Int) {
        guard browsers > 1 else { return }
        let renumbered = { (other: Int) -> Int? in other == browser ? nil : other > browser ? other - 1 : other }
        actions = actions.compactMap { action in
            renumbered(action.browser).map { WholeAction(browser: $0, deed: action.deed, time: action.time) }
        }
        crowd.slowReaders = crowd.slowReaders.compactMap(renumbered)
        if browser < crowd.manners.count { crowd.manners.remove(at: browser) }
        browsers -= 1
    }
}

extension WholeFault.Trouble {
    /// The same fault where hosts have other numbers; `nil` when what it is about is gone.
    fileprivate func renumbered(_ hosts: (Int) -> Int?) -> Self? {
        var form = WholeFault.Form(self)
        if let host = form.host {
            form.host = hosts(host)
            if form.host == nil { return nil }
        }
        if let other = form.other {
            form.other = hosts(other)
            if form.other == nil { return nil }
        }
        form.hosts = form.hosts.compactMap(hosts)
        return form.trouble
    }
}
