import Testing

@testable import BroadcastMesh
@testable import Gossip

@Suite("The other nodes that clients can go to", .computing) struct OtherNodesTests {
    @Test func `are found out anew when nodes have changed, and not for each client`() throws {
        let json = #"""
            { "nodes": [{ "name": "alpha", "http": "127.0.0.1:8081", "gossip": "127.0.0.1:7081" },
                        { "name": "bravo", "http": "127.0.0.1:8082", "gossip": "127.0.0.1:7082" },
                        { "name": "charlie", "http": "127.0.0.1:8083", "gossip": "127.0.0.1:7083" }] }
            """#
        var others = OtherNodes(of: try MeshConfiguration(parsing: Array(json.utf8)), but: "bravo")
        var asked = 0
        func reports(_ names: [String]) -> [NodeReport] {
            asked += 1
            return names.map { NodeReport(name: $0, epoch: 1, http: "", url: "http://\($0)", links: []) }
        }

        for _ in 0..<3 {
            let urls = others.urls(asOf: 1, reports(["bravo", "charlie"]))
            #expect(urls == ["http://charlie", "http://127.0.0.1:8081"])
        }
        #expect(asked == 1)
        let urls = others.urls(asOf: 2, reports(["alpha", "bravo"]))
        #expect(urls == ["http://alpha", "http://127.0.0.1:8083"])
        #expect(asked == 2)
    }
}
