import Gossip

extension Scenario {
    /// How many seeds in a million have clients that want to do harm.
    static let rascalShare = 250_000

    /// The same where few messages are kept.
    private static let crowdedRascalShare = 600_000

    /// The longest message where there are such, in bytes: longer than what others say, and short enough that a narrow
    /// path carries it in a fraction of a second.
    static let giantBytes = 40_000

    /// Has a client or two play tricks on hosts as long as things go wrong.
    mutating func addRascals(seed: UInt64) {
        var dice = Dice(seed: seed, stream: 600)
        let keepsFew = settings.retention.messages < Retention().messages
        guard dice.chance(perMillion: keepsFew ? Self.crowdedRascalShare : Self.rascalShare) else { return }
        settings.frameBytes = Self.giantBytes
        let tricks = Trick.allCases.filter { $0 != .scatter }
        var scatterDice = Dice(seed: seed, stream: 610)
        for rascal in 0...dice.below(2) {
            var time = Self.openingTime
            while true {
                time += dice.pick(Int64.milliseconds(20)...Int64.milliseconds(900))
                guard time < Self.chaosTime else { break }
                var trick = tricks[dice.below(tricks.count)]
                if keepsFew, scatterDice.below(3) == 0 { trick = .scatter }
                let kind = Action.Kind.misbehave(rascal: rascal, host: dice.below(hosts.count), trick: trick)
                actions.append(Action(time: time, kind: kind))
            }
        }
        actions.sort { $0.time < $1.time }
    }
}
