import BroadcastMesh
import Testing

@testable import Mesh

@Suite("The report of mesh check") struct TopologyReportTests {
    private func report(_ nodes: [(name: String, peers: String)], rest: String = "") throws -> TopologyReport {
        let list = nodes.enumerated().map { index, node in
            let addresses = #""http": "127.0.0.1:808\#(index)", "gossip": "127.0.0.1:708\#(index)""#
            return #"{ "name": "\#(node.name)", \#(addresses), "peers": [\#(node.peers)] }"#
        }
        let json = #"{ "nodes": [\#(list.joined(separator: ","))] \#(rest) }"#
        return TopologyReport(try MeshConfiguration(parsing: Array(json.utf8)))
    }

    @Test func `shows the nodes, and each link from the side that dials`() throws {
        let report = try report([
            ("alpha", #""bravo", "charlie""#),
            ("bravo", #"{ "name": "charlie", "transport": "udp", "address": "127.0.0.1:99" }"#),
            ("charlie", #""alpha""#),
        ])
        #expect(
            report.text == """
                3 nodes (no key: this machine only)
                  alpha    http://127.0.0.1:8080/  gossip on 127.0.0.1:7080
                  bravo    http://127.0.0.1:8081/  gossip on 127.0.0.1:7081
                  charlie  http://127.0.0.1:8082/  gossip on 127.0.0.1:7082
                3 links
                  alpha --> bravo    tcp
                  alpha --> charlie  tcp
                  bravo ~~> charlie  udp  at 127.0.0.1:99
                """
        )
        #expect(report.warnings.map(\.description) == [])
    }

    @Test func `shows a mesh of one`() throws {
        let report = try report([("alpha", "")])
        #expect(
            report.text == """
                1 node (no key: this machine only)
                  alpha  http://127.0.0.1:8080/  gossip on 127.0.0.1:7080
                0 links
                """
        )
        #expect(report.warnings.map(\.description) == [])
    }

    @Test func `warns of parts that cannot reach each other`() throws {
        let report = try report([("a", #""c""#), ("b", ""), ("c", ""), ("d", #""b""#), ("e", "")])
        #expect(
            report.warnings.map(\.description) == [
                "the mesh is in 3 parts that cannot reach each other: a, c | b, d | e; join them by \"peers\"",
                "a, b, c, d have one link only, each: when its one peer fails, it is cut off; name a second one in \"peers\"",
            ]
        )
    }

    @Test func `warns of a node at every address to which nobody is sent`() throws {
        let json = """
            { "nodes": [
                { "name": "a", "http": "0.0.0.0:1", "gossip": "127.0.0.1:11" },
                { "name": "b", "http": "[::]:2", "gossip": "127.0.0.1:12", "peers": ["a"], "url": "https://b.example/c/" }
            ] }
            """
        let report = TopologyReport(try MeshConfiguration(parsing: Array(json.utf8)))
        #expect(report.text.contains("a  every address, port 1  gossip on 127.0.0.1:11\n"))
        #expect(
            report.text.contains("b  every address, port 2  gossip on 127.0.0.1:12  reached at https://b.example/c\n")
        )
        #expect(
            report.warnings.map(\.description) == [
                "a serves at every address of its machine; browsers are not sent there without a \"url\""
            ]
        )
    }

    @Test func `notes a node that one failure cuts off`() throws {
        let report = try report([("a", #""b", "c""#), ("b", #""c", "d""#), ("c", ""), ("d", "")])
        #expect(report.warnings.map(\.weight) == [.note])
        #expect(
            report.warnings.map(\.description) == [
                "d has one link only: when its one peer fails, it is cut off; name a second one in \"peers\""
            ]
        )
        #expect(try self.report([("a", #""b""#), ("b", "")]).warnings == [])
    }

    @Test(arguments: [
        (
            #""http": "10.0.0.1:80", "gossip": "10.0.0.1:7""#, #""http": "10.0.0.2:80", "gossip": "10.0.0.2:7""#, "tcp",
            nil
        ),
        (
            #""http": "10.0.0.1:80", "gossip": "10.0.0.1:7""#, #""http": "10.0.0.2:80", "gossip": "localhost:7""#,
            "tcp",
            "a dials b at localhost:7, which is its own machine; give the peer an \"address\""
        ),
        (
            #""http": "10.0.0.1:80", "gossip": "10.0.0.1:7""#, #""http": "10.0.0.2:80", "gossip": "[2001:db8::2]:7""#,
            "udp",
            "a dials b over UDP at [2001:db8::2]:7, and has 10.0.0.1:7 itself; use IPv4 or IPv6 at both ends, or tcp"
        ),
        (
            #""http": "10.0.0.1:80", "gossip": "10.0.0.1:7""#, #""http": "127.0.0.1:80", "gossip": "10.0.0.2:7""#,
            "tcp",
            "b serves browsers of its own machine only, at 127.0.0.1:80; give it an \"http\" that others reach, or the "
                + "\"url\" of a proxy before it"
        ),
        (
            #""http": "10.0.0.1:80", "gossip": "10.0.0.1:7", "url": "https://a.example""#,
            #""http": "10.0.0.2:80", "gossip": "10.0.0.2:7""#, "tcp",
            "a page from https://a.example cannot go on at b, which is at http://10.0.0.2:80; give it a \"url\" with https"
        ),
    ])
    func `warns of what works on one machine and not on several`(
        first: String,
        second: String,
        transport: String,
        warning: String?
    ) throws {
        let json = """
            { "nodes": [
                { "name": "a", \(first), "peers": [{ "name": "b", "transport": "\(transport)" }] },
                { "name": "b", \(second) }
            ] }
            """
        #expect(
            try Self.keyed(json, "5f0c1e0a9b8d7c6e5f4a3b2c1d0e9f8a").warnings.map(\.description)
                == [warning].compactMap(\.self)
        )
    }

    @Test func `warns of UDP between the two kinds of loopback, also where one of them has a name`() throws {
        // Which of them the name means is up to the machine.
        let warnings = try ["127.0.0.1:8", "[::1]:8"].flatMap { other in
            let json = """
                { "nodes": [
                    { "name": "a", "http": "127.0.0.1:1", "gossip": "localhost:7",
                      "peers": [{ "name": "b", "transport": "udp" }] },
                    { "name": "b", "http": "127.0.0.1:2", "gossip": "\(other)" }
                ] }
                """
            return TopologyReport(try MeshConfiguration(parsing: Array(json.utf8))).warnings.map(\.description)
        }
        #expect(warnings.count { $0.hasPrefix("a dials b over UDP at ") } == 1)
    }

    @Test func `warns of a password in the place of a key`() throws {
        let json = #"{ "nodes": [{ "name": "a", "http": "10.0.0.1:80", "gossip": "10.0.0.1:7" }] }"#
        #expect(
            try Self.keyed(json, "correct horse battery staple").warnings.map(\.description) == [
                "the key looks like a password: who overhears one greeting can try passwords at leisure; make one with mesh key"
            ]
        )
    }

    /// The report of a mesh with a key.
    private static func keyed(_ json: String, _ key: String) throws -> TopologyReport {
        let surroundings = ConfigurationSurroundings(environmentKey: key, readFile: { _ in nil }, resolve: { _ in [] })
        return TopologyReport(try MeshConfiguration(parsing: Array(json.utf8), in: surroundings))
    }

    @Test func `warns of an address that nobody can dial`() throws {
        let json = """
            { "nodes": [
                { "name": "a", "http": "127.0.0.1:1", "gossip": "0.0.0.0:11", "peers": ["b"] },
                { "name": "b", "http": "127.0.0.1:2", "gossip": "0.0.0.0:12" }
            ] }
            """
        #expect(
            try Self.keyed(json, "5f0c1e0a9b8d7c6e5f4a3b2c1d0e9f8a").warnings.map(\.description) == [
                "a dials b at 0.0.0.0:12, which is its own machine; give the peer an \"address\"",
                "a serves browsers of its own machine only, at 127.0.0.1:1; give it an \"http\" that others reach, or the "
                    + "\"url\" of a proxy before it",
                "b serves browsers of its own machine only, at 127.0.0.1:2; give it an \"http\" that others reach, or the "
                    + "\"url\" of a proxy before it",
            ]
        )
    }
}

@Suite("A topology for programs") struct TopologyLinesTests {
    @Test func `has an object in a line for each node, link and warning`() throws {
        let json = """
            { "nodes": [
              { "name": "a", "http": "0.0.0.0:80", "gossip": "127.0.0.1:7081", "peers": [{ "name": "b", "transport": "udp" }] },
              { "name": "b", "http": "127.0.0.1:81", "gossip": "127.0.0.1:7082", "url": "https://b.example" }
            ] }
            """
        let lines = TopologyLines(try MeshConfiguration(parsing: Array(json.utf8))).text.split(separator: "\n")
        #expect(
            lines == [
                #"{"node":"a","http":"0.0.0.0:80","gossip":"127.0.0.1:7081"}"#,
                #"{"node":"b","http":"127.0.0.1:81","gossip":"127.0.0.1:7082","url":"https://b.example"}"#,
                #"{"link":["a","b"],"transport":"udp","address":"127.0.0.1:7082"}"#,
                #"{"warning":"a serves at every address of its machine; browsers are not sent there without a \"url\""}"#,
            ]
        )
    }
}
