import Gossip

extension Scenario {
    /// How many seeds in a million have runs that a part of the mesh hears of late.
    private static let lateRunShare = 60_000

    /// For how long that part is cut off, in nanoseconds.
    private static let lateness: Int64 = .milliseconds(4000)

    /// How long before and after the beginning of that travellers change sides, in nanoseconds: they have heard of more runs by
    /// then than a position names.
    private static let farewell: Int64 = .milliseconds(300)
    private static let arrival = Int64.milliseconds(2000)...Int64.milliseconds(3200)

    /// Lets a node with a disk start again and again where a part of the mesh hears nothing of it, and clients come from where all
    /// is heard to that part: their positions name runs that it does not know, and leave out older ones that it does.
    mutating func addLateRuns(seed: UInt64) {
        var dice = Dice(seed: seed, stream: 408)
        guard dice.chance(perMillion: Self.lateRunShare) else { return }
        let regular = hosts.indices.filter { hosts[$0].startsAt != nil }
        let restless = regular[dice.below(regular.count)]
        let share = 200_000 + dice.below(400_000)
        let late = regular.filter { $0 != restless && dice.chance(perMillion: share) }
        let near = regular.filter { !late.contains($0) && $0 != restless }
        guard !late.isEmpty, !near.isEmpty else { return }
        crashAgainAndAgain(restless, &dice)
        hosts[restless].keepsJournal = true
        let begin = dice.pick(Int64.seconds(3)...Self.chaosTime - Self.lateness)
        let split = Fault.Kind.split(hosts: late, isSilent: dice.chance(perMillion: 500_000))
        faults.append(Fault(kind: split, begin: begin, end: begin + Self.lateness))
        for traveller in travellers.indices {
            actions.removeAll { action in
                guard case .hop(traveller, _, _, _) = action.kind else { return false }
                return action.time > begin - Self.farewell && action.time < begin + Self.lateness
            }
            let (from, to) = (near[dice.below(near.count)], late[dice.below(late.count)])
            let leaving = begin + dice.pick(Self.arrival)
            for (host, time) in [(from, begin - Self.farewell), (to, leaving)] {
                let hop = Action.Kind.hop(traveller: traveller, host: host, isSilent: true, forgets: false)
                actions.append(Action(time: time, kind: hop))
            }
        }
        actions.sort { $0.time < $1.time }
    }
}
