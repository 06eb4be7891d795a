import Testing

@testable import MeshSimulator

@Suite("A file of a scenario of whole nodes", .computing) struct WholeScenarioFileTests {
    @Test(arguments: 1...40) func `holds everything that a scenario of chaos is`(seed: UInt64) throws {
        let scenario = WholeScenario.chaos(seed: seed, nodes: 6)
        let read = try WholeScenario(parsing: scenario.file.span)
        // Whatever is added to a scenario shows here, whether or not a seed makes anything of it.
        #expect(String(reflecting: read) == String(reflecting: scenario))
    }

    @Test func `is the same run`() throws {
        let scenario = WholeScenario.chaos(seed: 3, nodes: 4)
        #expect(try WholeScenario(parsing: scenario.file.span).run().hash == scenario.run().hash)
    }

    @Test func `is told from one of gossip alone`() {
        let files = [WholeScenario.chaos(seed: 3, nodes: 4).file, Scenario.chaos(seed: 3, nodes: 4).file, []]
        let areWhole = files.map { WholeScenario.isWhole($0.span) }
        #expect(areWhole == [true, false, false])
    }

    @Test(arguments: [
        (
            "faults", #"{"begin_ns": 1, "end_ns": 2, "what": "kill", "host": 2}"#,
            "faults[0]: 2 is none of the 2 that there are"
        ),
        (
            "faults", #"{"begin_ns": 1, "end_ns": 2, "what": "cut", "host": 1}"#,
            #"faults[0].what: "cut" is no fault, or lacks a member"#
        ),
        (
            "faults", #"{"begin_ns": 1, "end_ns": 2, "what": "wet disk", "host": 1}"#,
            #"faults[0].what: "wet disk" is no fault, or lacks a member"#
        ),
        (
            "faults", #"{"begin_ns": 2, "end_ns": 1, "what": "kill", "host": 1}"#,
            "faults[0].end_ns: is before its begin"
        ),
        ("actions", #"{"at_ns": 1, "who": 0}"#, "actions[0]: is no action"),
        (
            "actions", #"{"at_ns": 1, "who": 0, "reloads_at": 2, "after_ns": 1}"#,
            "actions[0].reloads_at: 2 is none of the 2 that there are"
        ),
        (
            "guests", #"{"path": "/", "listens": {}, "deeds": [{"at_ns": 1, "reloads_at": 2}]}"#,
            "guests[0].deeds: 2 is none of the 2 that there are"
        ),
        ("actions", #"{"at_ns": 1, "who": 5, "says": 1}"#, "actions[0].who: 5 is none of the 1 that there are"),
        ("guests", #"{"path": "/"}"#, "guests[0]: listens, posts, or means no good"),
    ])
    func `that is none is refused with the place`(list: String, item: String, reason: String) {
        let lists = ["links", "faults", "actions", "guests"].map { #""\#($0)": [\#($0 == list ? item : "")]"# }
        let text = """
            {"format": "mesh whole scenario 1", "seed": 1, "nodes": 2, "people": 1, "quiet_at_ns": 1,
             \(lists.joined(separator: ", "))}
            """
        let error = #expect(throws: ScenarioFileError.self) { try WholeScenario(parsing: Array(text.utf8).span) }
        #expect(error.map { "\($0)" } == reason)
    }
}
