import BroadcastMesh

extension WholeScenario {
    /// What clients of the chat may expect.
    var terms: WholeJudge.Terms {
        WholeJudge.Terms(
            losesOld: losesOld,
            forgetsWhereLost: forgetsWhereLost,
            suspects: suspects.count,
            keepsTimeOrder: 2 * greatestClockError < Self.clockTolerance,
            carriesTime: isCalm,
            slowReaders: crowd.slowReaders,
            knowsNewest: 2 * greatestClockError < Self.shortestVisit,
            keepsRunTimes: !hasSetBackClock,
            auditor: browsers,
            patience: patience
        )
    }

    /// Whether nothing goes wrong: what was heard at one node comes to another within the second for which that waits.
    var isCalm: Bool {
        guard case .uniform = profile.delay else { return false }
        return faults.isEmpty && !terrain[.demonstration] && terrain.revision == nil && terrain.refuge == nil
            && profile.lossPerMillion == 0
            && !losesOld
    }

    /// The hosts whose disks may lose what was promised; that of a node that leaves goes with it.
    var suspects: Set<Int> {
        var hosts: Set<Int> = terrain.revision?.lastNode == .leaves ? [nodes - 1] : []
        for case .disk(let host, let trouble) in faults.map(\.trouble) where trouble.losesWhatWasPromised {
            hosts.insert(host)
        }
        hosts.formUnion((0..<nodes).filter { terrain.machine($0).hasNoData })
        // What came after a backup was made may have been nowhere else.
        for case .restoration(let host) in faults.map(\.trouble) { hosts.insert(host) }
        for case .removal(let host) in faults.map(\.trouble) { hosts.insert(host) }
        guard fsync != .always else { return hosts }
        for case .interruption(let host, _, failsPower: true) in faults.map(\.trouble) { hosts.insert(host) }
        for case .powerFailure(let host) in faults.map(\.trouble) { hosts.insert(host) }
        return hosts
    }

    /// Up to which distance of clocks an answer is later than its question, in microseconds.
    static let clockTolerance: Int64 = 55_000_000

    /// Up to which distance of clocks the newer of two connections of one client has the later time, in microseconds: who
    /// reloads may be at another node within milliseconds, before that has heard of the connection before.
    static let shortestVisit: Int64 = 10_000

    /// How wrong a clock may be at some time, in microseconds.
    private var greatestClockError: Int64 {
        var errors = (0..<nodes).map { host in
            let machine = terrain.machine(host)
            return abs(machine.offset) + end / 1000 * abs(machine.drift) / 1_000_000
                + (machine.isFrozenAtBoot ? end / 1000 : 0)
        }
        for case .jump(let host, let offset, _) in faults.map(\.trouble) { errors[host] += abs(offset) }
        return errors.max() ?? 0
    }

    /// Whether a clock is set back by so much that what is said afterwards may have an earlier time.
    var hasSetBackClock: Bool {
        faults.contains { fault in
            guard case .jump(_, let by, let isPutRight) = fault.trouble else { return false }
            return abs(by) >= Self.clockTolerance && (by < 0 || isPutRight)
        }
    }

    /// How long somebody may have to wait for a list of users who reads all that comes.
    private var patience: Int64 {
        guard terrain.revision == nil else { return .max }
        var patience: Int64 = 3_000_000_000
        for fault in faults {
            switch fault.trouble {
            case .pause: patience = max(patience, fault.end - fault.start + 8_000_000_000)
            case .disk, .exhaustion: return .max
            case .split, .deafness, .cut, .kill, .powerFailure, .tampering, .interruption, .restoration, .jump,
                .renewal, .rereading, .names, .misstart, .removal:
                break
            }
        }
        return patience
    }

    /// When nodes wait for their disks: where the power fails, before they promise anything, unless that may be lost.
    var fsync: FsyncPolicy {
        let failsPower = faults.contains { fault in
            switch fault.trouble {
            case .powerFailure: true
            case .interruption(_, _, let failsPower): failsPower
            case .split, .deafness, .cut, .kill, .tampering, .restoration, .pause, .jump, .disk, .renewal, .rereading,
                .names, .misstart, .removal, .exhaustion:
                false
            }
        }
        if failsPower && !terrain.losesUnsynced || terrain.waitsForDisks { return .always }
        return terrain[.neverWaits] ? .none : .interval
    }
}
