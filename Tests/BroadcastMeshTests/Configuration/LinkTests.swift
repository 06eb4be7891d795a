import BroadcastMesh
import Testing

@Suite("The links of a node", .computing) struct LinkTests {
    private func mesh(_ alpha: String, _ bravo: String, _ charlie: String) throws -> MeshConfiguration {
        let json = """
            { "nodes": [
                { "name": "alpha", "http": "127.0.0.1:1", "gossip": "127.0.0.1:11", "peers": [\(alpha)] },
                { "name": "bravo", "http": "127.0.0.1:2", "gossip": "127.0.0.1:12", "peers": [\(bravo)] },
                { "name": "charlie", "http": "127.0.0.1:3", "gossip": "127.0.0.1:13", "peers": [\(charlie)] }
            ] }
            """
        return try MeshConfiguration(parsing: Array(json.utf8))
    }

    /// `bravo dials 127.0.0.1:12 over tcp`, for each link.
    private func links(of name: String, in mesh: MeshConfiguration) -> [String] {
        mesh.links(of: name).map { link in
            let side = link.dialAddress.map { "dials \($0)" } ?? "waits"
            #expect(link.dials == (link.dialAddress != nil))
            return "\(link.peer): \(side) over \(link.transport)"
        }
    }

    @Test func `exist where either side names the other, and the side that names dials`() throws {
        let mesh = try mesh(#""bravo""#, #"{ "name": "charlie", "transport": "udp" }"#, "")
        #expect(links(of: "alpha", in: mesh) == ["bravo: dials 127.0.0.1:12 over tcp"])
        #expect(links(of: "bravo", in: mesh) == ["alpha: waits over tcp", "charlie: dials 127.0.0.1:13 over udp"])
        #expect(links(of: "charlie", in: mesh) == ["bravo: waits over udp"])
        #expect(links(of: "nobody", in: mesh) == [])
    }

    @Test func `are one where both sides name each other, and the first in order dials`() throws {
        let mesh = try mesh(#""bravo""#, #""alpha""#, "")
        #expect(links(of: "alpha", in: mesh) == ["bravo: dials 127.0.0.1:12 over tcp"])
        #expect(links(of: "bravo", in: mesh) == ["alpha: waits over tcp"])
    }

    @Test func `lead through the address that the dialling side gives`() throws {
        let both = try mesh(
            #"{ "name": "bravo", "address": "127.0.0.1:91" }"#,
            #"{ "name": "alpha", "address": "127.0.0.1:92" }"#,
            ""
        )
        #expect(links(of: "alpha", in: both) == ["bravo: dials 127.0.0.1:91 over tcp"])
        #expect(links(of: "bravo", in: both) == ["alpha: waits over tcp"])
    }

    @Test func `are dialled by the only side that gives an address, so that it counts`() throws {
        let mesh = try mesh(#""bravo""#, #"{ "name": "alpha", "address": "127.0.0.1:92" }"#, "")
        #expect(links(of: "alpha", in: mesh) == ["bravo: waits over tcp"])
        #expect(links(of: "bravo", in: mesh) == ["alpha: dials 127.0.0.1:92 over tcp"])
    }
}
