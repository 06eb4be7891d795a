import Gossip
import MeshSimulator
import Reactor
import Testing

@testable import BroadcastMesh

@Suite("A client whose message waits until others have got what came before", .computing, .timeLimit(.minutes(10)))
struct UnheardClientsTests {
    /// What asks for a sign of life.
    enum Question: CaseIterable {
        case heartbeat, doubt

        /// When the others are given what takes long, in seconds after all have come: well before they are looked after
        /// themselves, and shortly before the client is that came first.
        var begin: Int64 { self == .heartbeat ? 17 : 5 }
    }

    /// A node on which a channel is crowded for a dozen turns, and who is there.
    private struct Scene {
        var mesh: VirtualMesh
        let readers: [VirtualClient]

        /// Somebody who has just posted, and what the node has of it.
        let poster: VirtualClient
        let client: Client
    }

    /// Crowds a channel, where all have been there for some seconds.
    private static func crowded(after seconds: Int64) throws -> Scene {
        var mesh = try VirtualMesh(["alpha"])
        mesh.enlargeSockets(to: 16 << 10)
        let isUp = mesh.run { $0.nodes[0].lifecycle.phase == .serving }
        #expect(isUp)
        let poster = try mesh.client(asking: VirtualClient.upgrade(at: "/channels/tea?listen=false"))
        let client = try #require(mesh.nodes[0].serving.everybody.first)
        let readers = try (0..<400).map { _ in try VirtualClient(to: 0, of: mesh) }
        let areThere = mesh.run { $0.nodes[0].serving.connectionCount == 401 }
        #expect(areThere)
        mesh.pause(10_000_000)
        for reader in readers { #expect(reader.send(VirtualClient.upgrade("tea"))) }
        let areAttached = mesh.run { $0.nodes[0].serving.attached == 401 }
        #expect(areAttached)
        _ = mesh.run(for: seconds) { _ in false }

        // To give everybody the first takes a dozen turns; the second waits behind it, and what is said after that.
        for _ in 0..<2 { mesh.post([UInt8](repeating: 7, count: 1 << 20), on: "tea", of: 0) }
        var isCrowded = false
        for _ in 0..<4 where !isCrowded {
            mesh.step()
            isCrowded = mesh.nodes[0].isCrowded(client)
        }
        #expect(isCrowded)
        #expect(poster.send(VirtualClient.frame("hello")))
        mesh.pause(10_000_000)
        return Scene(mesh: mesh, readers: readers, poster: poster, client: client)
    }

    @Test(arguments: Question.allCases)
    func `is not taken for silent, and is read in its turn`(question: Question) throws {
        var scene = try Self.crowded(after: question.begin)
        switch question {
        case .heartbeat: scene.client.intake.lastHeard -= 60
        case .doubt: scene.mesh.nodes[0].askForSign(scene.client)
        }
        for _ in 0..<6 {
            scene.mesh.step()
            scene.mesh.pause(900_000_000)
        }
        #expect(scene.mesh.nodes[0].serving.attached == 1 + scene.readers.count)
        let isPosted = scene.mesh.run { $0.nodes[0].gossip.counters.posted == 3 }
        #expect(isPosted)
        #expect(try scene.poster.received.contains(" 101 "))
    }

    @Test func `pays for being looked at, for it is in every turn`() throws {
        let scene = try Self.crowded(after: 1)
        let (mesh, token) = (scene.mesh, scene.client.token.rawValue)
        let before = mesh.nodes[0].turns.budget.left
        mesh.nodes[0].handle(ReadyEvent(token: token, isReadable: true), of: scene.client)
        #expect(mesh.nodes[0].turns.clients.hasUnread(token))
        #expect(before - mesh.nodes[0].turns.budget.left == Node.looksToHoldUp * TurnBudget.look)
    }
}

extension Node {
    /// Asks a client for a sign of life, as where another holds its name.
    fileprivate mutating func askForSign(_ client: Client) {
        readClocks()
        serving.askForSign(client, with: &gossip, &turns.budget)
        workForServing()
    }
}
