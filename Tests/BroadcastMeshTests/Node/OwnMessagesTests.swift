import MeshSimulator
import Reactor
import Testing

@testable import BroadcastMesh

@Suite("Clients that do not get what they post", .computing, .timeLimit(.minutes(10))) struct OwnMessagesTests {
    @Test func `keep nobody waiting who reads by itself, however much they post`() throws {
        var mesh = try VirtualMesh(["alpha"])
        let isUp = mesh.run { $0.nodes[0].lifecycle.phase == .serving }
        #expect(isUp)
        let flooder = try mesh.client(asking: VirtualClient.upgrade(at: "/channels/flood?echo=false"))
        let reader = try mesh.client(asking: VirtualClient.upgrade(at: "/channels/tea?echo=false"))
        let poster = try mesh.client(asking: VirtualClient.upgrade("tea"))
        var flood = Array([[UInt8]](repeating: VirtualClient.frame("x"), count: 60_000).joined())[...]
        func turn() {
            flooder.send(someOf: &flood)
            // So that what was sent is there.
            mesh.pause(3_000_000)
            mesh.step()
        }
        for _ in 0..<15 { turn() }
        #expect(mesh.nodes[0].serving.fanOut.woken.count <= 3)
        // What is its own it passes by itself, and then it is not live for a while.
        #expect(reader.send(VirtualClient.frame("mine")))
        turn()
        #expect(poster.send(VirtualClient.frame("hello")))
        var (text, steps) = ("", 0)
        while !text.contains("hello"), steps < 50 {
            turn()
            text += try reader.takeAll()
            steps += 1
        }

        #expect(steps < 10, "\(steps)")
    }
}
