import Testing

@testable import MeshSimulator

@Suite("A scenario's file", .computing) struct ScenarioFileTests {
    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
    func `holds everything that a scenario of chaos is`(seed: UInt64) throws {
        let scenario = Scenario.chaos(seed: seed)
        let read = try Scenario(parsing: scenario.file.span)
        // Whatever is added to a scenario shows here, whether or not a seed makes anything of it.
        #expect(String(reflecting: read) == String(reflecting: scenario))
    }

    @Test func `is the same run`() throws {
        let scenario = Scenario.chaos(seed: 3, nodes: 8)
        #expect(try Scenario(parsing: scenario.file.span).run().hash == scenario.run().hash)
    }

    @Test func `has a line for each host, link, fault and action`() {
        let scenario = Scenario.chaos(seed: 5, nodes: 4)
        let lines = scenario.file.split(separator: UInt8(ascii: "\n")).count
        let items = scenario.hosts.count + scenario.edges.count + scenario.faults.count + scenario.actions.count
        #expect(lines > items)
    }

    @Test(arguments: [
        ("", "line 1, column 1: the text ends here; wanted a value"),
        ("[]", "found a list, wanted an object"),
        ("{}", "format: is missing"),
        (#"{"format": "mesh scenario 2"}"#, #"format: found "mesh scenario 2", wanted "mesh scenario 1""#),
        (file(), "extra: is no member of such an object"),
        (
            file(faults: #"{"begin_ns": 2, "end_ns": 1, "what": "pause", "host": 0}"#),
            "faults[0].end_ns: is before its begin"
        ),
        (
            file(faults: #"{"begin_ns": 1, "end_ns": 1, "what": "pause", "host": 1}"#),
            "faults[0].host: 1 is none of the 1 that there are"
        ),
        (
            file(faults: #"{"begin_ns": 1, "end_ns": 1, "what": "pause"}"#),
            #"faults[0].what: "pause" is no fault, or lacks a member"#
        ),
        (
            file(faults: #"{"begin_ns": "x", "end_ns": 1, "what": "pause"}"#),
            "faults[0].begin_ns: found a string, wanted a whole number in range"
        ),
        (
            file(actions: #"{"at_ns": 1, "what": "post", "client": 9, "bytes": 8}"#),
            "actions[0].client: 9 is none of the 0 that there are"
        ),
    ])
    func `that is none is refused with the place`(text: String, reason: String) {
        let error = #expect(throws: ScenarioFileError.self) { try Scenario(parsing: Array(text.utf8).span) }
        #expect(error.map { "\($0)" } == reason)
    }

    /// A file of one host, and of what is given.
    private static func file(faults: String = "", actions: String = "") -> String {
        let extra = faults.isEmpty && actions.isEmpty ? #", "extra": 1"# : ""
        return """
            {"format": "mesh scenario 1", "seed": 1, "calm_at_ns": 1, "settling_ns": 1, "clients": 0, "settings": {},
             "hosts": [{"name": "a", "starts_at_ns": 0}], "links": [], "travellers": [],
             "faults": [\(faults)], "actions": [\(actions)]\(extra)}
            """
    }
}
