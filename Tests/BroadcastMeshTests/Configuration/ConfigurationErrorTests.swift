import BroadcastMesh
import Testing

@Suite("A mistake in mesh.json", .computing) struct ConfigurationErrorTests {
    struct Mistake: Sendable, CustomTestStringConvertible {
        var json: String
        var error: String

        var testDescription: String { error }

        init(_ json: String, _ error: String) {
            self.json = json
            self.error = error
        }

        /// A mistake in the second of two nodes.
        static func inNode(_ node: String, _ error: String) -> Mistake {
            let first = #"{"name": "alpha", "http": "127.0.0.1:8081", "gossip": "127.0.0.1:7081", "peers": ["bravo"]}"#
            return Mistake(#"{"nodes": [\#(first), \#(node)]}"#, "mesh.json: \(error)")
        }

        /// A mistake in the second of two nodes, in what follows its name and its addresses.
        static func inRest(_ rest: String, _ error: String) -> Mistake {
            inNode(#"{"name": "bravo", "http": "127.0.0.1:8082", "gossip": "127.0.0.1:7082", \#(rest)}"#, error)
        }

        /// A mistake in one key of the second of two nodes.
        static func inBravo(
            name: String = #""bravo""#,
            http: String = #""127.0.0.1:8082""#,
            gossip: String = #""127.0.0.1:7082""#,
            _ error: String
        ) -> Mistake {
            inNode(#"{"name": \#(name), "http": \#(http), "gossip": \#(gossip)}"#, error)
        }

        /// A mistake at the top, beside a good node.
        static func atTop(_ member: String, _ error: String) -> Mistake {
            let node = #"{"name": "alpha", "http": "127.0.0.1:8081", "gossip": "127.0.0.1:7081"}"#
            return Mistake(#"{"nodes": [\#(node)], \#(member)}"#, "mesh.json: \(error)")
        }
    }

    private func expect(_ mistake: Mistake) {
        let error = #expect(throws: ConfigurationError.self) {
            try MeshConfiguration(parsing: Array(mistake.json.utf8))
        }
        #expect(error?.description == mistake.error)
    }

    @Test(arguments: [
        Mistake("", "mesh.json: line 1, column 1: the text ends here; wanted a value"),
        Mistake("[]", "mesh.json: found a list, wanted an object"),
        Mistake("{}", #"mesh.json: "nodes" is missing"#),
        Mistake(#"{"nodes": {}}"#, "mesh.json: nodes: found an object, wanted a list"),
        Mistake(#"{"nodes": []}"#, "mesh.json: nodes: a mesh needs at least one node"),
        Mistake(#"{"nodes": ["alpha"]}"#, "mesh.json: nodes[0]: found a string, wanted an object"),
        Mistake(#"{"node": []}"#, #"mesh.json: unknown key "node"; did you mean "nodes"?"#),
        .atTop(#""limit": {}"#, #"unknown key "limit"; did you mean "limits"?"#),
        .atTop(#""colour": "red""#, #"unknown key "colour""#),
        .atTop("\"a\\nb\": 1", #"unknown key "a\nb""#),
    ])
    func `in the outline is told with its place`(mistake: Mistake) {
        expect(mistake)
    }

    @Test(
        arguments: [
            .inNode("{}", #"nodes[1]: "name" is missing"#),
            .inNode(#"{"name": "bravo"}"#, #"nodes[1]: "http" is missing"#),
            .inNode(#"{"name": "bravo", "http": "127.0.0.1:8082"}"#, #"nodes[1]: "gossip" is missing"#),
            .inRest(#""htttp": "127.0.0.1:8083""#, #"nodes[1]: unknown key "htttp"; did you mean "http"?"#),
            .inBravo(name: "7", "nodes[1].name: found a number, wanted a string"),
            .inBravo(
                name: #""""#,
                #"nodes[1].name: "" is no name of a node; wanted 1 to 64 of A-Z a-z 0-9 . _ -, not of dots only"#
            ),
            .inBravo(
                name: #""bra vo""#,
                #"nodes[1].name: "bra vo" is no name of a node; wanted 1 to 64 of A-Z a-z 0-9 . _ -, not of dots only"#
            ),
            .inBravo(
                name: #""..""#,
                #"nodes[1].name: ".." is no name of a node; wanted 1 to 64 of A-Z a-z 0-9 . _ -, not of dots only"#
            ),
            .inBravo(name: #""alpha""#, #"nodes[1].name: nodes[0] is called "alpha" already"#),
            .inBravo(http: "8082", "nodes[1].http: found a number, wanted a string"),
            .inBravo(
                http: #""::1:8082""#,
                #"nodes[1].http: "::1:8082": an IPv6 address goes in brackets, as in [::1]:8081"#
            ),
            .inBravo(
                http: #""localhost""#,
                #"nodes[1].http: "localhost": it has no port; wanted host:port or [v6]:port"#
            ),
            .inBravo(http: #""[::1]""#, #"nodes[1].http: "[::1]": it has no port; wanted host:port or [v6]:port"#),
            .inBravo(
                http: #""http://127.0.0.1:8082""#,
                #"nodes[1].http: "http://127.0.0.1:8082": it is a URL; wanted host:port or [v6]:port"#
            ),
            .inBravo(
                http: #"":8082""#,
                #"nodes[1].http: ":8082": it has no usable host; wanted host:port or [v6]:port"#
            ),
            .inBravo(
                http: #""127.0.0.1:65536""#,
                #"nodes[1].http: "127.0.0.1:65536": "65536" is no port; wanted a number from 0 to 65535"#
            ),
            .inBravo(
                gossip: #""127.0.0.1:+7""#,
                #"nodes[1].gossip: "127.0.0.1:+7": "+7" is no port; wanted a number from 0 to 65535"#
            ),
            .inBravo(gossip: #""127.0.0.1:0""#, "nodes[1].gossip: nobody can dial port 0; wanted 1 to 65535"),
            .inBravo(http: #""127.0.0.1:8081""#, "nodes[1].http: nodes[0].http is 127.0.0.1:8081 already"),
            .inBravo(gossip: #""127.0.0.1:7081""#, "nodes[1].gossip: nodes[0].gossip is 127.0.0.1:7081 already"),
            .inBravo(gossip: #""127.0.0.1:8082""#, "nodes[1].gossip: nodes[1].http is 127.0.0.1:8082 already"),
            .inRest(
                #""url": "https://example.org/../chat""#,
                #"nodes[1].url: "https://example.org/../chat" is no address for a browser; wanted one such as "https://chat.example.org""#
            ),
            .inRest(
                #""url": "chat.example.org""#,
                #"nodes[1].url: "chat.example.org" is no address for a browser; wanted one such as "https://chat.example.org""#
            ),
        ] as [Mistake]
    )
    func `in a node is told with its place`(mistake: Mistake) {
        expect(mistake)
    }

    @Test(
        arguments: [
            .inRest(#""peers": "alpha""#, "nodes[1].peers: found a string, wanted a list"),
            .inRest(#""peers": [1]"#, "nodes[1].peers[0]: found a number, wanted a name or an object"),
            .inRest(#""peers": ["brovo"]"#, #"nodes[1].peers[0]: no node is named "brovo""#),
            .inRest(#""peers": ["alhpa"]"#, #"nodes[1].peers[0]: no node is named "alhpa"; did you mean "alpha"?"#),
            .inRest(#""peers": ["bravo"]"#, #"nodes[1].peers[0]: "bravo" cannot be a peer of itself"#),
            .inRest(#""peers": ["alpha", {"name": "alpha"}]"#, #"nodes[1].peers[1]: peers[0] is "alpha" already"#),
            .inRest(#""peers": [{}]"#, #"nodes[1].peers[0]: "name" is missing"#),
            .inRest(
                #""peers": [{"name": "alpha", "transport": "quic"}]"#,
                #"nodes[1].peers[0].transport: found "quic", wanted "tcp" or "udp""#
            ),
            .inRest(
                #""peers": [{"name": "alpha", "transport": "udp"}]"#,
                #"nodes[1].peers[0]: "bravo" wants udp, but "alpha" wants tcp"#
            ),
            .inRest(
                #""peers": [{"name": "alpha", "address": "127.0.0.1:0"}]"#,
                "nodes[1].peers[0].address: nobody can dial port 0; wanted 1 to 65535"
            ),
            .inRest(
                #""peers": [{"name": "alpha", "adress": "127.0.0.1:1"}]"#,
                #"nodes[1].peers[0]: unknown key "adress"; did you mean "address"?"#
            ),
        ] as [Mistake]
    )
    func `in a peer is told with its place`(mistake: Mistake) {
        expect(mistake)
    }

    @Test(
        arguments: [
            .atTop(#""limits": {"clients": 0}"#, "limits.clients: 0 is out of range; wanted 1 to 1000000"),
            .atTop(#""limits": {"clients": "many"}"#, "limits.clients: found a string, wanted a number"),
            .atTop(#""limits": {"clients": true}"#, "limits.clients: found a Boolean, wanted a number"),
            .atTop(#""limits": {"clients": 1.5}"#, "limits.clients: wanted a whole number from 1 to 1000000"),
            .atTop(#""limits": {"clients": 1e999}"#, "limits.clients: wanted a whole number from 1 to 1000000"),
            .atTop(
                #""limits": {"message_bytes": 16777217}"#,
                "limits.message_bytes: 16777217 is out of range; wanted 1 to 16777216"
            ),
            .atTop(
                #""limits": {"request_head_bytes": 1023}"#,
                "limits.request_head_bytes: 1023 is out of range; wanted 1024 to 1048576"
            ),
            .atTop(
                #""limits": {"messages_per_second": 0}"#,
                "limits.messages_per_second: 0 is out of range; wanted 1 to 1000000"
            ),
            .atTop(
                #""limits": {"message_byte": 1}"#,
                #"limits: unknown key "message_byte"; did you mean "message_bytes"?"#
            ),
            .atTop(#""retention": {"seconds": 0}"#, "retention.seconds: 0 is out of range; wanted 1 to 315360000"),
            .atTop(#""retention": {"messages": 0}"#, "retention.messages: 0 is out of range; wanted 1 to 10000000"),
            .atTop(
                #""retention": {"bytes": 2097152}"#,
                "retention.bytes: 2097152 cannot hold 8 messages of limits.message_bytes, 1048576"
            ),
            .atTop(
                #""origins": ["example.org"]"#,
                #"origins[0]: "example.org" is no origin; wanted one such as "https://chat.example.org", or "*""#
            ),
        ] as [Mistake]
    )
    func `in a limit or an origin is told with its place`(mistake: Mistake) {
        expect(mistake)
    }
}
