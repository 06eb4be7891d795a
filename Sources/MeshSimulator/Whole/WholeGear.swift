/// What whole nodes are given beside their files.
struct WholeGear {
    /// What they record, if they do.
    let recordings: WholeRecordings?

    /// What plays at sealing their links and their clients' connections, if anything does.
    let toySeal: ToySeal?

    /// Whether they show their clients certificates.
    private let hasSealedDoors: Bool

    /// What their clients speak through, if they do.
    var doorSeal: ToySeal? { hasSealedDoors ? toySeal : nil }

    /// Who knows them by their names.
    let names = NameServer()

    /// Who reads what they tell the people who run them.
    let lines: LineJudge

    /// Gets everything ready.
    init(_ scenario: WholeScenario) {
        recordings = scenario.terrain.isRecorded ? WholeRecordings() : nil
        let isBlind = scenario.sabotage == .openChanged
        let isToy = scenario.terrain.seal == .toy || scenario.hasSealedDoors
        toySeal = isToy ? ToySeal(seed: scenario.seed, isBlind: isBlind) : nil
        hasSealedDoors = scenario.hasSealedDoors
        lines = LineJudge(lookingFor: scenario.secrets + (scenario.sabotage == .tellSecret ? ["serving"] : []))
    }
}

extension WholeMesh {
    /// What nodes record, if they do.
    var recordings: WholeRecordings? {
        gear.recordings
    }
}
