package import Gossip

extension GossipLimits {
    /// Draws how much nodes keep, send at once and try again: from the least that works up to what is usual.
    ///
    /// A bound that is only met with a thousand nodes is met by 25 when it is 1. All orders of magnitude are as
    /// likely, and of all bounds about half are as usual, so that many meet while others do not.
    ///
    /// - Parameters:
    ///   - dice: What decides.
    ///   - count: How many nodes there are, that each of them must be able to tell apart.
    package mutating func draw(_ dice: inout Dice, nodes count: Int) {
        for (limit, least) in Self.leasts where dice.chance(perMillion: 500_000) {
            let usual = self[keyPath: limit]
            let least = limit == \GossipLimits.members ? max(least, count) : least
            guard least < usual else { continue }
            let steps = (usual / least).bitWidth - (usual / least).leadingZeroBitCount
            let scale = least << dice.below(steps)
            self[keyPath: limit] = min(scale + dice.below(scale), usual)
        }
    }
}
