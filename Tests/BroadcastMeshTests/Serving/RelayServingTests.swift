import MeshClient
import Testing
import WebSocket

@testable import BroadcastMesh

@Suite("A relay channel of a node", .timeLimit(.minutes(10))) struct RelayServingTests {
    @Test func `brings every message to everybody, in order, the sender included`() async throws {
        try await withNode { serving in
            let ana = try await serving.connect("/channels/tea")
            let bob = try await serving.connect("/channels/tea")
            let other = try await serving.connect("/channels/coffee")
            for number in 0..<100 { try await ana.send(text: "\(number)") }
            try await ana.send(binary: [0, 255])
            try await other.send(text: "alone")
            for client in [ana, bob] {
                var messages = client.messages.makeAsyncIterator()
                for number in 0..<100 { #expect(try await messages.next() == .text("\(number)")) }
                #expect(try await messages.next() == .binary([0, 255]))
            }
            var alone = other.messages.makeAsyncIterator()
            #expect(try await alone.next() == .text("alone"))
        }
    }

    @Test func `is the one without a name on any other path`() async throws {
        try await withNode { serving in
            let ana = try await serving.connect("/anything?x=y")
            let bob = try await serving.connect("/channels/")
            try await ana.send(text: "hello")
            var messages = bob.messages.makeAsyncIterator()
            #expect(try await messages.next() == .text("hello"))
        }
    }

    @Test func `carries large messages, and fragments as one message`() async throws {
        try await withNode { serving in
            let ana = try await RawClient.webSocket(to: serving.address, "/channels/tea")
            let bob = try await serving.connect("/channels/tea")
            let large = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
            try await ana.sendFrame(.binary, large)
            let fragments =
                RawClient.frame(.text, Array("one, ".utf8), isFinal: false) + RawClient.frame(.ping, [1])
                + RawClient.frame(.continuation, Array("message".utf8))
            for byte in fragments { try await ana.send([byte]) }
            var messages = bob.messages.makeAsyncIterator()
            #expect(try await messages.next() == .binary(large))
            #expect(try await messages.next() == .text("one, message"))
        }
    }

    @Test func `spares a client its own messages when it says echo=false`() async throws {
        try await withNode { serving in
            let quiet = try await serving.connect("/channels/tea?echo=false")
            let loud = try await serving.connect("/channels/tea")
            var atLoud = loud.messages.makeAsyncIterator()
            for number in 0..<20 {
                try await quiet.send(text: "quiet \(number)")
                #expect(try await atLoud.next() == .text("quiet \(number)"))
                try await loud.send(text: "loud \(number)")
                #expect(try await atLoud.next() == .text("loud \(number)"))
            }
            var atQuiet = quiet.messages.makeAsyncIterator()
            for number in 0..<20 { #expect(try await atQuiet.next() == .text("loud \(number)")) }
        }
    }

    @Test func `answers each of several pings, in their order`() async throws {
        try await withNode { serving in
            let client = try await RawClient.webSocket(to: serving.address, "/channels/tea")
            let pings: [UInt8] = (1...10).flatMap { RawClient.frame(.ping, [$0]) }
            try await client.send(pings)
            for number: UInt8 in 1...10 { #expect(try await client.takeFrame() == (.pong, [number])) }
        }
    }

    @Test func `answers a ping with its payload, and a flood of them at least with the latest`() async throws {
        try await withNode { serving in
            let client = try await RawClient.webSocket(to: serving.address, "/channels/tea")
            try await client.sendFrame(.ping, [1, 2, 3])
            #expect(try await client.takeFrame() == (.pong, [1, 2, 3]))
            var flood: [UInt8] = []
            for number in 0..<1000 { flood += RawClient.frame(.ping, [UInt8(number % 250), UInt8(number / 250)]) }
            try await client.send(flood)
            var latest: [UInt8] = []
            while latest != [249, 3] {
                let frame = try await client.takeFrame()
                #expect(frame.opcode == .pong)
                latest = frame.payload
            }
        }
    }

    @Test func `closes a client that breaks the protocol, and only that one`() async throws {
        try await withNode { serving in
            let bad = try await RawClient.webSocket(to: serving.address, "/channels/tea")
            let good = try await serving.connect("/channels/tea")
            try await bad.send([0xC1, 0x80, 0, 0, 0, 0])
            #expect(try await bad.takeFrame().payload.prefix(2) == [0x03, 0xEA])
            #expect(await bad.takeRest().isEmpty)
            try await good.send(text: "still here")
            var messages = good.messages.makeAsyncIterator()
            #expect(try await messages.next() == .text("still here"))
        }
    }

    @Test func `brings a client what it posted right before it broke a rule`() async throws {
        try await withNode(#""limits": { "messages_per_second": 1 }, "#) { serving in
            let broken = try await RawClient.webSocket(to: serving.address, "/channels/tea")
            try await broken.send(RawClient.frame(.text, [0x61]) + [0xC1, 0x80, 0, 0, 0, 0])
            #expect(try await broken.takeFrame() == (.text, [0x61]))
            #expect(try await broken.takeFrame().payload.prefix(2) == [0x03, 0xEA])
            let hasty = try await RawClient.webSocket(to: serving.address, "/channels/tea")
            try await hasty.send((1...3).flatMap { RawClient.frame(.text, [$0]) })
            #expect(try await hasty.takeFrame() == (.text, [1]))
            #expect(try await hasty.takeFrame() == (.text, [2]))
            #expect(try await hasty.takeFrame().payload.prefix(2) == [0x03, 0xF0])
        }
    }

    @Test func `answers a close frame with its own code, and takes the messages before it`() async throws {
        try await withNode { serving in
            let client = try await RawClient.webSocket(to: serving.address, "/channels/tea")
            try await client.send(RawClient.frame(.text, [0x61]) + RawClient.frame(.close, [0x0F, 0xA0]))
            let bytes = await client.takeRest()
            #expect(bytes.suffix(4) == [0x88, 2, 0x0F, 0xA0])
        }
    }

    @Test func `refuses messages over the limit with 1009`() async throws {
        try await withNode(#""limits": { "message_bytes": 1000 }, "#) { serving in
            let client = try await serving.connect("/channels/tea")
            try await client.send(binary: [UInt8](repeating: 0, count: 1000))
            try await client.send(binary: [UInt8](repeating: 0, count: 1001))
            var messages = client.messages.makeAsyncIterator()
            #expect(try await messages.next() == .binary([UInt8](repeating: 0, count: 1000)))
            #expect(await client.end.code == 1009)
        }
    }

    @Test func `closes a client that posts above the rate with 1008`() async throws {
        try await withNode(#""limits": { "messages_per_second": 5 }, "#) { serving in
            let client = try await serving.connect("/channels/tea")
            for number in 0..<50 { try? await client.send(text: "\(number)") }
            #expect(await client.end.code == 1008)
        }
    }
}
