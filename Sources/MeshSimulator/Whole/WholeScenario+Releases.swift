import Gossip

extension WholeScenario {
    /// Draws which nodes have a program of another release, and whether that is replaced when they start again.
    mutating func drawReleases(seed: UInt64) {
        var dice = Dice(seed: seed, stream: 0x340BE)
        let (earlier, written) = (dice.below(5), dice.below(5))
        // What a release to come says cannot be said in the oldest formats, so where it does they are none.
        let later = dice.below(2) == 0 ? 0 : dice.below(5)
        guard dice.below(3) == 0, !terrain.isRecorded else { return }
        terrain.replacesPrograms = dice.below(2) == 0
        terrain.releases = (0..<nodes).map { _ in
            var release = WholeRelease()
            if dice.below(6) < earlier { release.dialect = .earlier }
            if dice.below(6) < later { release.dialect = .later }
            if dice.below(6) < written { release.format = UInt8(4 + dice.below(4)) }
            return release
        }
    }
}
