import FoundationEssentials
import MeshSimulator
import Testing

/// Each file was left by a fault that chaos found, made small: what is needed for it, and nothing else.
@Suite("A scenario that once broke a promise", .computing) struct ScenarioTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Scenarios")

    static let names = [
        "a body that trickles in", "a clock among many that are wrong", "a clock that leaps by a day",
        "a connection that came late", "a copy let go among equals", "a copy of a damaged disk",
        "a copy that was passed",
        "a datagram that was overheard", "a disk that failed with a peer to be answered",
        "a flood behind a pause", "a floor that went with a restart",
        "a frame that never ends", "a gap behind a clock that came first", "a leave in a part of a gap far away",
        "a leave in a part of a gap",
        "a look in the middle of a turn",
        "a loss in what a gap adds", "a loss of a run that is over", "a loss that was told before",
        "a loss that was told to a program",
        "a megabyte far away", "a message in pieces over a slow line", "a message let go before it was read",
        "a message too long for a peer", "a message too long for one in a ring", "a message too long for one of three",
        "a message under two keys of its mesh",
        "a minute without a turn", "a name under two keys", "a neighbour that holds nothing", "a node more in the file",
        "a pause behind old greetings", "a rank that somebody made up", "a reader that came too early",
        "a reader that is slower than a ping",
        "a run that a position does not name", "a run that is over by one clock", "a run that was given up",
        "a run that went with its disk", "a seat that moved up", "a start with a slow clock",
        "a start without a disk and a battery", "a state ahead of a log that moves",
        "a state that counted as a copy", "a state that is not believed far away", "a state that is not believed",
        "a way that is longer than it must be",
        "an upgrade that was given up", "more of a run than its node had",
    ]

    @Test(arguments: names) func `breaks none any more`(name: String) throws {
        let file = try Data(contentsOf: Self.folder.appending(path: "\(name).json"))
        let bytes = [UInt8](file)
        if WholeScenario.isWhole(bytes.span) {
            #expect(try WholeScenario(parsing: bytes.span).run().violations.isEmpty)
        } else {
            #expect(try Scenario(parsing: bytes.span).run().violations.isEmpty)
        }
    }

    @Test func `is tried, whichever lies in the folder`() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        #expect(files.sorted() == Self.names.map { "\($0).json" })
    }
}
