import BroadcastMesh

extension WholeMesh {
    /// A fault begins.
    mutating func begin(_ trouble: WholeFault.Trouble) {
        switch trouble {
        case .split(let side):
            internet.cut(from: side, to: others(than: side))
            internet.cut(from: others(than: side), to: side)
        case .deafness(let side):
            internet.cut(from: others(than: side), to: side)
        case .cut(let sender, let receiver):
            internet.cut(from: [sender], to: [receiver])
        case .kill(let host):
            hosts[host].outages += 1
            kill(host)
        case .renewal(let host, let isKilled):
            hosts[host].outages += 1
            if isKilled { return kill(host) }
            // Some serve on, for those who find others by then.
            hosts[host].process?.node.stop(after: dice.below(2) == 0 ? 0 : dice.pick(0...700_000_000))
            planTurn(of: host, at: internet.now)
        case .rereading(let host):
            readAgain(host)
        case .jump(let host, let offset, _):
            hosts[host].clock.jump(by: offset)
        case .disk(let host, let trouble):
            begin(trouble, on: host)
        case .powerFailure(let host):
            hosts[host].outages += 1
            failPower(of: host)
        case .interruption(let host, let count, let failsPower):
            arm(host, afterCalls: count, failsPower: failsPower)
        case .tampering(let count): internet.tamper(betweenFirst: hosts.count, perMillion: count)
        case .restoration(let host): backUp(host)
        case .pause(let host):
            hosts[host].pauses += 1
        case .names(let isSilent): gear.names.begin(isSilent ? .silent : .forgetful)
        case .misstart(let host, let kind): misstart(host, kind)
        case .removal(let host): remove(on: host)
        case .exhaustion(let host): setDescriptors(of: host, lack: 1)
        }
    }

    /// A fault ends.
    mutating func end(_ trouble: WholeFault.Trouble) {
        switch trouble {
        case .split(let side):
            internet.heal(from: side, to: others(than: side))
            internet.heal(from: others(than: side), to: side)
        case .deafness(let side):
            internet.heal(from: others(than: side), to: side)
        case .cut(let sender, let receiver):
            internet.heal(from: [sender], to: [receiver])
        case .kill(let host):
            hosts[host].outages -= 1
            start(host)
        case .renewal(let host, _):
            // It had its time to stop.
            kill(host)
            hosts[host].outages -= 1
            hosts[host].isRevised = true
            start(host)
        case .rereading, .misstart: break
        case .names(let isSilent): gear.names.end(isSilent ? .silent : .forgetful)
        case .removal(let host):
            kill(host)
            start(host)
            queue.schedule(.repair(host: Int32(host)), at: internet.now + 300_000_000)
        case .exhaustion(let host): setDescriptors(of: host, lack: -1)
        case .jump(let host, let offset, let isPutRight):
            if isPutRight { hosts[host].clock.jump(by: -offset) }
        case .disk(let host, let trouble):
            end(trouble, on: host)
        case .powerFailure(let host):
            hosts[host].outages -= 1
            internet.restorePower(of: host)
            start(host)
        case .interruption(let host, _, _): endInterruption(of: host)
        case .tampering(let count): internet.tamper(betweenFirst: hosts.count, perMillion: -count)
        case .restoration(let host): restoreBackup(of: host)
        case .pause(let host):
            hosts[host].pauses -= 1
            guard hosts[host].pauses == 0 else { return }
            hosts[host].process?.nextTurn = nil
            planTurn(of: host, at: internet.now)
        }
    }

    /// A node reads the new file, if it runs, and goes on; before, half of another one, with mistakes.
    private mutating func readAgain(_ host: Int) {
        hosts[host].isRevised = true
        spoilFile(of: host)
        do throws(MeshNodeError) {
            guard let process = hosts[host].process else { return }
            try process.node.reconfigure(configurations[1])
            planTurn(of: host, at: internet.now)
        } catch {
            judge.object(.didNotStart(node: "n\(host)", reason: "\(error)"))
        }
    }

    mutating func kill(_ host: Int) {
        guard let process = hosts[host].process else { return }
        excuseLastCuts(by: host)
        internet.kill(process.network.process)
        hosts[host].disk.endProcess()
        hosts[host].process = nil
        note(.death, on: host)
        forgetDisk(of: host)
    }

    private func others(than side: [Int]) -> [Int] { hosts.indices.filter { !side.contains($0) } }

    mutating func forgetDisk(of host: Int) {
        guard scenario.sabotage == .forgetDisks else { return }
        replaceDisk(of: host)
    }

    /// Nobody tells the clients of a host without power; whoever looks at the page sees that it stands still.
    mutating func abandon(_ host: Int) {
        // Who has not come yet is on no node.
        for browser in browsers.indices where browsers[browser].node == host && browsers[browser].serial > 0 {
            let event = WholeEvent.open(browser: Int32(browser), node: -1, serial: browsers[browser].serial)
            queue.schedule(event, at: internet.now + dice.pick(500_000_000...3_000_000_000))
        }
        abandonGuests(of: host)
    }
}
