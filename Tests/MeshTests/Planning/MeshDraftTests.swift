import BroadcastMesh
import JSON
import Testing

@testable import Mesh

@Suite("A mesh.json from a few names") struct MeshDraftTests {
    private func draft(_ words: String...) throws -> MeshDraft {
        let draft = try MeshDraft(words)
        try draft.validate()
        return draft
    }

    @Test func `puts names alone on this machine, one port after the other`() throws {
        let draft = try draft("alpha", "bravo", "charlie")
        #expect(!draft.needsKey)
        #expect(
            draft.nodes.map { "\($0.http) \($0.gossip)" } == [
                "127.0.0.1:8081 127.0.0.1:7081", "127.0.0.1:8082 127.0.0.1:7082", "127.0.0.1:8083 127.0.0.1:7083",
            ]
        )
        let mesh = try MeshConfiguration(parsing: Array(draft.text.utf8))
        #expect(mesh.nodes.map(\.name) == ["alpha", "bravo", "charlie"])
        #expect(mesh.nodes.map { $0.peers.map(\.name) } == [["bravo"], ["charlie"], ["alpha"]])
    }

    @Test func `takes a host, and one or two ports, and asks for a key`() throws {
        let draft = try draft("a=10.0.0.1", "b=mesh.example.org:80", "c=[2001:db8::3]:8081:9000", "d=10.0.0.1")
        #expect(draft.needsKey)
        #expect(
            draft.nodes.map { "\($0.http) \($0.gossip)" } == [
                "10.0.0.1:8081 10.0.0.1:7081", "mesh.example.org:80 mesh.example.org:7081",
                "[2001:db8::3]:8081 [2001:db8::3]:9000", "10.0.0.1:8082 10.0.0.1:7082",
            ]
        )
        #expect(draft.text.contains(#""key": "mesh.key""#))
    }

    @Test(arguments: [
        "a=", "a=:80", "a=10.0.0.1:", "a=10.0.0.1:0", "a=10.0.0.1:x", "a=10.0.0.1:1:2:3", "a=10.0.0.1:70000", "a=[::1",
        "a=2001:db8::3", "a=[::1]80", "a=b c",
    ])
    func `refuses a word that names no node`(word: String) {
        #expect(throws: PlanError.self) { try MeshDraft([word]) }
    }

    @Test func `has ports for a thousand nodes of a host, and says that more have to name theirs`() throws {
        let names = (0..<PlannedNode.portsInRow).map { "n\($0)" }
        let nodes = try PlannedNode.nodes(reading: names)
        #expect(Set(nodes.flatMap { [$0.http, $0.gossip] }).count == 2 * names.count)
        let error = #expect(throws: PlanError.self) { try PlannedNode.nodes(reading: names + ["one-more"]) }
        #expect("\(try #require(error))".contains("one-more"))
        let many = (0..<70_000).map { "n\($0)=a:1:2" }
        #expect(try PlannedNode.nodes(reading: many).count == many.count)
    }

    @Test(arguments: [["a", "a"], ["b\"c"], ["", "b"], ["a=10.0.0.1:80:90", "b=10.0.0.1:80:91"]])
    func `refuses what the configuration would refuse`(words: [String]) throws {
        let draft = try MeshDraft(words)
        #expect(throws: ConfigurationError.self) { try draft.validate() }
    }
}

@Suite("A ring with chords") struct RingWithChordsTests {
    @Test func `has no link of a lone node, and one of two`() {
        #expect(RingWithChords.dials(of: 1) == [[]])
        #expect(RingWithChords.dials(of: 2) == [[1], []])
    }

    @Test(arguments: 3...40)
    func `holds together without any one node, by four links a node at most`(count: Int) {
        let dials = RingWithChords.dials(of: count)
        var links = [Set<Int>](repeating: [], count: count)
        for (place, others) in dials.enumerated() {
            for other in others {
                #expect(links[place].insert(other).inserted, "a link stands there twice")
                links[other].insert(place)
            }
        }
        #expect(links.allSatisfy { (2...4).contains($0.count) })
        for missing in 0..<count {
            var reached: Set = [(missing + 1) % count]
            var edge = reached
            while !edge.isEmpty {
                edge = edge.reduce(into: Set<Int>()) { $0.formUnion(links[$1]) }.subtracting(reached.union([missing]))
                reached.formUnion(edge)
            }
            #expect(reached.count == count - 1)
        }
    }
}
