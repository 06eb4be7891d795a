import Gossip
import MeshSimulator
import Synchronization
import Testing

@testable import BroadcastMesh

@Suite("A program that embeds a node in virtual time", .computing, .timeLimit(.minutes(10)))
struct VirtualProgramTests {
    /// What became of posts.
    private final class Replies: Sendable {
        private let results = Mutex<[Result<String, any Error>]>([])

        var count: Int { results.withLock { $0.count } }
        var errors: [any Error] {
            results.withLock { results in
                results.compactMap { result in
                    if case .failure(let error) = result { error } else { nil }
                }
            }
        }

        func append(_ result: Result<String, any Error>) { results.withLock { $0.append(result) } }
    }

    private let replies = Replies()

    private func post(_ count: Int, bytes: Int = 2, on channel: String = "tea", to mesh: VirtualMesh) {
        for _ in 0..<count {
            mesh.post([UInt8](repeating: 7, count: bytes), on: channel, of: 0) { [replies] in replies.append($0) }
        }
    }

    private static func serving(
        _ settings: String = "",
        fsync: FsyncPolicy? = nil,
        disk: SimulatedDisk = SimulatedDisk(seed: 1)
    ) throws -> VirtualMesh {
        let storage = fsync.map { StorageSettings(directory: "disk", fsync: $0) }
        var mesh = try VirtualMesh(["alpha"], saying: settings, storage: storage, disk: disk)
        let isUp = mesh.run { $0.nodes[0].lifecycle.phase == .serving }
        #expect(isUp)
        return mesh
    }

    @Test func `has the next turn pay for finding out what is new to it, and no other`() throws {
        var mesh = try Self.serving()
        mesh.pause(1_000_000_000)
        mesh.step()
        let idle = mesh.step()
        let known = mesh.listen(to: "tea", of: 0, after: Position())
        let knowing = mesh.step()
        let new = (0..<3).map { _ in mesh.listen(to: "tea", of: 0) }
        var looks = Looks()
        _ = mesh.nodes[0].gossip.position(in: new[0].channel, looks: &looks)
        let (paying, paid) = (mesh.step(), mesh.step())
        #expect(knowing == idle && paid == idle)
        #expect(looks.taken > 0 && paying == idle + 3 * looks.taken * TurnBudget.record)
        for listener in [known] + new { mesh.nodes[0].leave(listener) }
    }

    @Test func `waits for the disk once, however much it posts at the same time`() throws {
        let disk = SimulatedDisk(seed: 1)
        var mesh = try Self.serving(fsync: .always, disk: disk)
        _ = disk.takeWaitCount()

        post(100, to: mesh)
        #expect(disk.takeWaitCount() == 0)
        mesh.step()
        #expect(disk.takeWaitCount() == 1)
        #expect(replies.count == 100 && replies.errors.isEmpty)
    }

    @Test func `is told that nothing more will come of a node that cannot write`() throws {
        let disk = SimulatedDisk(seed: 1)
        var mesh = try Self.serving(fsync: .always, disk: disk)
        var listener = mesh.listen(to: "tea", of: 0)
        disk.fill(leaving: 0)

        post(10, to: mesh)
        mesh.step()
        #expect(replies.errors.count == 10)
        #expect(replies.errors.allSatisfy { if case ChannelError.storage = $0 { true } else { false } })
        post(1, to: mesh)
        #expect(replies.errors.count == 11)

        // To wait for news would not end: what cannot be written stays news.
        guard case .over = mesh.read(&listener, of: 0) else {
            Issue.record("the program waits")
            return
        }
    }

    @Test func `posts as much in a turn as that has room for, and all of it in the end`() throws {
        var mesh = try Self.serving()
        post(64, bytes: 1 << 20, to: mesh)
        let spent = mesh.step()
        #expect((1..<32).contains(replies.count))
        #expect(spent < 10_000_000)
        let areHeld = mesh.run { [replies] _ in replies.count == 64 }
        #expect(areHeld && replies.errors.isEmpty)
    }

    @Test func `posts something in each turn, whatever clients ask for meanwhile`() throws {
        var mesh = try Self.serving(#""retention": { "messages": 4000 },"#)
        mesh.enlargeSockets(to: 1 << 20)
        let flood = try (0..<64).map { _ in try VirtualClient(to: 0, of: mesh) }
        let areThere = mesh.run { $0.nodes[0].serving.connectionCount == 64 }
        #expect(areThere)
        mesh.pause(10_000_000)
        let request = Array("POST /channels/flood HTTP/1.1\r\nHost: mesh\r\nContent-Length: 1\r\n\r\nx".utf8)
        var rests = flood.map { _ in Array([[UInt8]](repeating: request, count: 400).joined())[...] }
        post(20, bytes: 300_000, to: mesh)
        for turn in 1...10 {
            for (index, client) in flood.enumerated() {
                client.send(someOf: &rests[index])
                _ = try client.takeAll()
            }
            mesh.pause(1_000_000)
            mesh.step()
            #expect(replies.count >= turn)
        }
    }

    @Test func `waits where a channel is crowded, costs no reader its place, and goes on in others`() throws {
        var mesh = try Self.serving(#""retention": { "messages": 400 },"#)
        mesh.enlargeSockets(to: 1 << 20)
        let readers = try (0..<400).map { _ in try VirtualClient(to: 0, of: mesh) }
        let areThere = mesh.run { $0.nodes[0].serving.connectionCount == 400 }
        #expect(areThere)
        mesh.pause(10_000_000)
        for reader in readers { #expect(reader.send(VirtualClient.upgrade("tea"))) }
        let areAttached = mesh.run { $0.nodes[0].serving.attached == 400 }
        #expect(areAttached)

        post(2000, bytes: 100, to: mesh)
        let others = Replies()
        mesh.post([1], on: "coffee", of: 0) { others.append($0) }
        mesh.step()
        #expect(others.count == 1 && replies.count < 2000)
        for _ in 0..<600 {
            mesh.step()
            for reader in readers { _ = try reader.takeAll() }
        }

        #expect(mesh.nodes[0].serving.attached == 400, "readers were closed")
        #expect(replies.count == 2000 && replies.errors.isEmpty)
    }

    @Test func `hears so many messages at a time, and all of them in order`() throws {
        var mesh = try Self.serving()
        var listener = mesh.listen(to: "tea", of: 0)
        let count = 2 * Listener.portionMessages + 500
        for number in 0..<count { mesh.post(Array("\(number)".utf8), on: "tea", of: 0) }
        let areHeld = mesh.run { !$0.nodes[0].turns.posts.hasWaiting }
        #expect(areHeld)

        var (portions, heard): ([Int], [String]) = ([], [])
        while case .messages(let messages) = mesh.read(&listener, of: 0) {
            portions.append(messages.count)
            heard += messages.map { BroadcastChannel.Message($0).text }
        }
        // A chunk of the log at a time, and of a large one a part.
        #expect(portions.max() == Listener.portionMessages)
        #expect(heard == (0..<count).map { "\($0)" })
    }

    @Test func `looks at so many messages at a time that it has heard, and goes on where it was`() throws {
        var mesh = try VirtualMesh(["alpha", "bravo"])
        let areUp = mesh.run { mesh in mesh.nodes.indices.allSatisfy { mesh.nodes[$0].lifecycle.phase == .serving } }
        #expect(areUp)
        mesh.post(Array("b".utf8), on: "tea", of: 1)
        _ = mesh.run(for: 1) { _ in false }
        let count = 2 * Listener.portionLooks + 500
        post(count, to: mesh)
        let areHeld = mesh.run { [replies] _ in replies.count == count }
        #expect(areHeld)
        mesh.post(Array("c".utf8), on: "tea", of: 1)
        _ = mesh.run(for: 1) { _ in false }

        // It has heard what alpha says, and nothing of bravo.
        let there = mesh.listen(to: "tea", of: 0).position.entries
        let position = Position(there.filter { $0.node == "alpha" })
        #expect(there.count == 2 && position.entries.count == 1)
        var listener = mesh.listen(to: "tea", of: 0, after: position)
        var heard: [String] = []
        while heard.count < 10, heard.last != "wait" {
            switch mesh.read(&listener, of: 0) {
            case .messages(let messages): heard += messages.map { BroadcastChannel.Message($0).text }
            case .again: heard.append("again")
            case .wait: heard.append("wait")
            case .lost, .over: Issue.record("nothing was lost")
            }
        }
        #expect(heard == ["b", "again", "again", "c", "wait"])
    }

    @Test func `is told of a loss once, also where it comes back before another message`() throws {
        var mesh = try VirtualMesh(["alpha", "bravo"], saying: #""retention": { "messages": 4 },"#)
        let areUp = mesh.run { mesh in mesh.nodes.indices.allSatisfy { mesh.nodes[$0].lifecycle.phase == .serving } }
        #expect(areUp)
        var listener = mesh.listen(to: "tea", of: 1)
        post(1, to: mesh)
        _ = mesh.run(for: 1) { _ in false }
        #expect(Self.heard(&listener, of: 1, in: &mesh) == "m")

        // Bravo takes nothing, so that alpha lets go of what its link has no room for.
        post(20, bytes: 900_000, on: "coffee", to: mesh)
        for _ in 0..<40 { mesh.step() }
        post(9, to: mesh)
        for _ in 0..<10 { mesh.step() }
        _ = mesh.run(for: 1) { _ in false }

        guard case .lost(5) = mesh.read(&listener, of: 1) else {
            Issue.record("nothing was lost")
            return
        }
        var again = mesh.listen(to: "tea", of: 1, after: listener.position)
        #expect(Self.heard(&again, of: 1, in: &mesh) == "mmmm")
        #expect(Self.heard(&listener, of: 1, in: &mesh) == "mmmm")
    }

    /// What a program hears until it must wait: an `m` for each message, an `l` for each loss.
    private static func heard(_ listener: inout Listener, of node: Int, in mesh: inout VirtualMesh) -> String {
        var heard = ""
        while true {
            switch mesh.read(&listener, of: node) {
            case .messages(let messages): heard += String(repeating: "m", count: messages.count)
            case .lost: heard += "l"
            case .again: continue
            case .wait, .over: return heard
            }
        }
    }

    @Test func `takes back what the node has not taken, and hears that a node which stops takes nothing`() throws {
        var mesh = try VirtualMesh(["alpha", "bravo"])
        #expect(mesh.nodes[0].lifecycle.phase == .starting)
        post(1, to: mesh)
        let number = mesh.post([1], on: "tea", of: 0) { [replies] in replies.append($0) }
        mesh.step()
        #expect(replies.count == 0)

        mesh.nodes[0].turns.posts.withdraw(number)
        #expect(replies.errors.count == 1 && replies.errors.first is CancellationError)
        mesh.tell(.stop(after: 0), to: 0)
        #expect(replies.errors.count == 2 && replies.errors.last as? ChannelError == .stopped)
        post(1, to: mesh)
        #expect(replies.errors.count == 3)
    }
}
