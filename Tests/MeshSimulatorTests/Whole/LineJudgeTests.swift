import BroadcastMesh
import Testing

@testable import MeshSimulator

@Suite("Who reads what nodes tell", .computing) struct LineJudgeTests {
    private static let secret = "0123456789abcdef0123456789abcdef"

    private static func problem(_ line: String, in format: LogFormat = .text) -> String? {
        let judge = LineJudge(lookingFor: [secret])
        judge.read(Array(line.utf8), of: "n1", in: format)
        return judge.findings.first?.shown.split(separator: ":").first.map(String.init)
    }

    @Test func `has nothing against a line of a node`() {
        #expect(Self.problem("n1: 2027-01-15T08:00:00.000Z info serving http=127.1.0.1:8000\n") == nil)
        let object = #"{"time":"2027-01-15T08:00:00.000Z","level":"info","node":"n1","message":"serving"}"#
        #expect(Self.problem(object + "\n", in: .json) == nil)
    }

    @Test(arguments: [
        ("n1: serving", "no whole line"), ("n1: serving\nn1: more\n", "a control character"),
        ("n1: \u{1B}[2J\n", "a control character"), ("n1: key=\(secret)\n", "a secret"),
        ("n2: serving\n", "another form"),
        ("n1: " + String(repeating: "x", count: 5000) + "\n", "no whole line"),
    ])
    func `objects to what is for nobody`(line: String, problem: String) {
        #expect(Self.problem(line) == problem)
    }

    @Test(arguments: [(#"{"node":"n1"}"#, "another form"), ("n1: serving", "no object")])
    func `objects to what is no object where one has to be`(line: String, problem: String) {
        #expect(Self.problem(line + "\n", in: .json) == problem)
    }
}
