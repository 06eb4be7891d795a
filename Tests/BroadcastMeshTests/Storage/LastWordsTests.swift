import FoundationEssentials
import Gossip
import MeshClient
import Reactor
import Testing
import WebSocket

@testable import BroadcastMesh

@Suite("The last words on a link", .timeLimit(.minutes(10))) struct LastWordsTests {
    private let directory = TemporaryDirectory()
    private let copy = TemporaryDirectory()

    @Test(arguments: ["tcp", "udp"])
    func `have nothing that is not written`(transport: String) async throws {
        let mesh = try LinkedNodesTests.line(["alpha", "bravo"], transport: transport)
        let alpha = try MeshNode("alpha", of: mesh, storage: StorageSettings(directory: directory.path))
        let bravo = try MeshNode("bravo", of: mesh)
        async let starting = alpha.start()
        let address = try await bravo.start()
        _ = try await starting
        let client = try await WebSocketClient.connect(to: "ws://\(address)/channels/tea", timeout: 240)

        try await alpha.postAndLoseLinks(copying: directory.url, to: copy.url)
        var messages = client.messages.makeAsyncIterator()
        #expect(try await messages.next() == .text("hello"))
        await alpha.stop()
        await bravo.stop()

        let again = try MeshNode("alpha", of: mesh, storage: StorageSettings(directory: copy.path))
        let url = "http://\(try await again.start())/status"
        #expect(try await HTTPClient(timeout: 240).get(url).text.contains(#""name":"tea","clients":0,"messages":1,"#))
        await again.stop()
    }
}

extension MeshNode {
    /// Posts a message and loses every link in the same turn, as a busy node might, and copies what is written then.
    fileprivate func postAndLoseLinks(copying data: URL, to copy: URL) throws {
        node.postAndLoseLinks()
        carryOut()
        try FileManager.default.copyItem(at: data, to: copy)
    }
}

extension Node {
    fileprivate mutating func postAndLoseLinks() {
        readClocks()
        _ = post(.text, Array("hello".utf8).span, in: gossip.openChannel(.relay, named: Array("tea".utf8)))
        for line in peers.lines.all { peers.end(.line(line), because: .disconnected("lost")) }
        for path in peers.port?.all ?? [] { peers.end(.path(path), because: .disconnected("lost")) }
        workForPeers()
    }
}
