import Bytes
import ChannelProtocol
import Gossip
import MeshSimulator
import Testing

@testable import BroadcastMesh

@Suite("A key that is guarded by a session", .computing, .timeLimit(.minutes(10))) struct GuardedKeyTests {
    private static let session = "0123456789abcdef0123456789abcdef"

    /// What sha256sum has for that.
    private static let sender = "3eb1bd439947eb762998e566ccc2e099"

    @Test func `names the hash of the session, by SHA-256`() {
        #expect(GuardedKey.sender(of: Self.session) == 0x3eb1_bd43_9947_eb76_2998_e566_ccc2_e099)
    }

    @Test func `is that of its sender alone, whatever follows`() {
        let sender = GuardedKey.sender(of: Self.session)
        for key in ["\(Self.sender)#01", "\(Self.sender)#01#0123456789abcdef", "\(Self.sender)#0", "\(Self.sender)#0x"]
        {
            #expect(GuardedKey.admits(key, from: sender), "\(key)")
            for other in [0, sender + 1] { #expect(!GuardedKey.admits(key, from: other), "\(key)") }
        }
    }

    @Test(arguments: [
        nil, "", "k1", "\(sender)#1", "\(sender)#1#0123456789abcdef", "\(sender)#", "\(sender)", "x\(sender)#01",
        "\(sender.dropLast())#01", "\(sender.dropLast())g#01", "\(sender.dropLast())F#01", "\(sender)/01",
        "d9428888-122b-11e1-b85c-61cd3cbb3210",
    ]) func `is no other key`(key: String?) {
        for sender in [0, 1, GuardedKey.sender(of: Self.session)] { #expect(GuardedKey.admits(key, from: sender)) }
    }

    /// What a client hears at the far end of a link where somebody else posts under the key of a message on its way there.
    private static func heard(
        under key: String,
        session: String,
        byHTTP: Bool
    ) throws -> (near: String, far: String, forger: String) {
        var mesh = try VirtualMesh(["alpha", "bravo"])
        let isWhole = mesh.run { mesh in
            mesh.nodes.allSatisfy { $0.lifecycle.phase == .serving && $0.gossip.nodeReports.count == 2 }
        }
        #expect(isWhole)
        func upgrade(_ query: String = "history=0") -> String {
            VirtualClient.upgrade(at: "/channels/tea?\(query)", speaking: Subprotocol.channel)
        }
        let near = try mesh.client(of: 0, asking: upgrade(), until: "attached")
        let far = try mesh.client(of: 1, asking: upgrade(), until: "attached")
        let author = try mesh.client(of: 0, asking: upgrade(session), until: "\r\n\r\n")
        let question = "GET /health HTTP/1.1\r\nHost: mesh\r\n\r\n"
        let forger = try mesh.client(of: 1, asking: byHTTP ? question : upgrade("listen=false"))
        let post = { (data: String) in VirtualClient.frame(#"{"event":"post","data":"\#(data)","key":"\#(key)"}"#) }

        // Both nodes take in what they are sent before either hears of the other's.
        #expect(author.send(post("true")))
        if byHTTP {
            let fields = "Host: mesh\r\nContent-Type: text/plain\r\nIdempotency-Key: \(key)\r\nContent-Length: 6\r\n"
            #expect(forger.send("POST /channels/tea HTTP/1.1\r\n\(fields)\r\nforged"))
        } else {
            #expect(forger.send(post("forged")))
        }
        _ = mesh.run { _ in false }
        return (try near.received, try far.received, try forger.received)
    }

    @Test(arguments: [true, false])
    func `brings the true message to the far end of a link, where a forged one would be first`(byHTTP: Bool) throws {
        let heard = try Self.heard(under: "\(Self.sender)#01", session: "session=\(Self.session)", byHTTP: byHTTP)
        for end in [heard.near, heard.far] { #expect(end.contains("\"true\"") && !end.contains("forged")) }
        #expect(heard.forger.contains(byHTTP ? "HTTP/1.1 400 " : "the key is that of another session"))
    }

    @Test func `is taken from nobody who tells another session`() throws {
        let heard = try Self.heard(under: "\(Self.sender)#01", session: "session=other0123456789ab", byHTTP: false)
        for end in [heard.near, heard.far] { #expect(!end.contains("true") && !end.contains("forged")) }
    }

    @Test func `is nothing to other keys, which belong to the channel`() throws {
        let heard = try Self.heard(under: "\(Self.sender)#1", session: "session=\(Self.session)", byHTTP: false)
        #expect(heard.near.contains("\"true\"") && !heard.near.contains("forged"))
        #expect(heard.far.contains("forged") && !heard.far.contains("true"))
    }

    @Test(arguments: [(15, false), (16, true), (128, true), (129, false)])
    func `has a session of 16 to 128 characters`(count: Int, isTaken: Bool) throws {
        var mesh = try VirtualMesh(["alpha"])
        let path = "/channels/tea?history=0&session=\(String(repeating: "s", count: count))"
        let words = isTaken ? "attached" : "The session is not of 16 to 128 characters"
        _ = try mesh.client(asking: VirtualClient.upgrade(at: path, speaking: Subprotocol.channel), until: words)
    }
}
