/// What whole nodes are given beside their files.
struct WholeGear {
    /// What they record, if they do.
    let recordings: WholeRecordings?

    /// What plays at sealing their links, if anything does.
    let toySeal: ToySeal?

    /// Who knows them by their names.
    let names = NameServer()

    /// Who reads what they tell the people who run them.
    let lines: LineJudge

    /// Gets everything ready.
    init(_ scenario: WholeScenario) {
        recordings = scenario.terrain.isRecorded ? WholeRecordings() : nil
        let isBlind = scenario.sabotage == .openChanged
        toySeal = scenario.terrain.seal == .toy ? ToySeal(seed: scenario.seed, isBlind: isBlind) : nil
        lines = LineJudge(lookingFor: scenario.secrets + (scenario.sabotage == .tellSecret ? ["serving"] : []))
    }
}

extension WholeMesh {
    /// What nodes record, if they do.
    var recordings: WholeRecordings? {
        gear.recordings
    }
}
