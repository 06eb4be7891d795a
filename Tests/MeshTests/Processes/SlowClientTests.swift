import BroadcastMesh
import MeshClient
import Reactor
import Testing

@Suite("A client that does not keep up", .timeLimit(.minutes(10))) struct SlowClientTests {
    @Test func `loses its place and nothing in between, and slows nobody`() async throws {
        var file = MeshFile.line(2)
        file.retention = MeshFile.Retention(bytes: 8 << 20)
        try await withMesh(file) { mesh in
            let url = await mesh["node-1"].url("ws", "/channels/tea")
            let slow = try await WebSocketClient.connect(to: url, timeout: 240)
            let fast = try await Listener(mesh["node-1"], "/channels/tea")
            let sender = try await Listener(mesh["node-0"], "/channels/tea?echo=false")

            // 60 MB: more than what the buffers of the kernel and of the client hold together.
            for index in 0..<300 {
                let payload = [UInt8](repeating: UInt8(truncatingIfNeeded: index), count: 200_000)
                try await sender.client.send(binary: payload)
                // Only the slow one may be overtaken, however slow the machine is.
                try await eventually("the fast one keeps up") { fast.messages.count + 10 >= index }
            }
            try await eventually("the fast one has everything") { fast.messages.count == 300 }

            var count = 0
            do {
                for try await message in slow.messages {
                    guard case .binary(let bytes) = message else { break }
                    #expect(bytes.first == UInt8(truncatingIfNeeded: count) && bytes.count == 200_000)
                    count += 1
                }
                #expect(await slow.end.code == 1013)
            } catch {
                // Cut off, for it did not read the close frame in time: the machine is slow.
                switch error as? ClientError {
                case .connectionLost, .connectionBroken: break
                default: throw error
                }
            }
            #expect(count < 300)
            #expect(sender.messages.isEmpty)
        }
    }
}
