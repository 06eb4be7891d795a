/// Those who want to do harm, and what they hold on to.
struct Villains {
    /// Whether any host lies.
    let areThere: Bool

    /// What hostile hosts make of what their nodes say, by process.
    var voices: [Int: HostileVoice] = [:]

    /// The hostile clients, by number.
    var rascals: [Rascal]

    /// All of a scenario; none has done anything yet.
    init(in scenario: Scenario) {
        areThere = scenario.hasLiars
        let numbers = scenario.actions.map { if case .misbehave(let rascal, _, _) = $0.kind { rascal } else { -1 } }
        rascals = Array(repeating: Rascal(), count: (numbers.max() ?? -1) + 1)
    }
}
