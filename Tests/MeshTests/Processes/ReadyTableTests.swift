import BroadcastMesh
import Testing

@testable import Mesh

@Suite("The nodes of mesh up") struct ReadyTableTests {
    private let entry = ReadyTable.Entry(address: "http://127.0.0.1:8081/", process: 7)

    @Test func `stand in a table with where they are and whom they dial`() throws {
        let mesh = try MeshConfiguration(parsing: Array(ConfigurationFile.ofDemonstration.utf8))
        let table = ReadyTable(mesh, ["alpha": entry, "charlie": .init(address: "http://127.0.0.1:8083/", process: 9)])
        let lines = """
              node     address                 pid  dials
              alpha    http://127.0.0.1:8081/  7    bravo, charlie
              bravo    does not serve          -    charlie
              charlie  http://127.0.0.1:8083/  9    delta (udp)
              delta    does not serve          -    -
            """
        #expect(table.lines.joined(separator: "\n") == lines)
    }

    @Test func `tell their address in their ready line`() {
        let line = "alpha: chat on http://127.0.0.1:8081/ , gossip on 127.0.0.1:7081"
        #expect(ReadyTable.address(in: line) == "http://127.0.0.1:8081/")
        #expect(ReadyTable.address(in: "alpha: something else") == nil)
    }

    @Test func `have names that are aligned for a person, each in a colour of its own where there is one`() {
        let plain = NodeLabel(["alpha", "echo"], isColoured: false)
        #expect(plain.line("echo: x", of: "echo") == "echo:  x")
        #expect(plain.line("alpha: x", of: "alpha") == "alpha: x")
        let coloured = NodeLabel(["alpha", "echo"], isColoured: true)
        #expect(coloured.line("x", of: "alpha") == "\u{1B}[36malpha:\u{1B}[0m x")
        #expect(coloured.line("x", of: "echo") == "\u{1B}[31mecho:\u{1B}[0m  x")
    }
}
