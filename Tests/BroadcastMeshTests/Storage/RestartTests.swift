import FoundationEssentials
import MeshClient
import Reactor
import Synchronization
import Testing
import WebSocket

@testable import BroadcastMesh

@Suite("A node with a data directory", .timeLimit(.minutes(10))) struct RestartTests {
    private let directory = TemporaryDirectory()

    private static func mesh(_ retention: String = "{}", name: String = "alpha") throws -> MeshConfiguration {
        let gossip = FreePorts.take(1)[0]
        let node = #"{ "name": "\#(name)", "http": "127.0.0.1:0", "gossip": "127.0.0.1:\#(gossip)" }"#
        return try MeshConfiguration(
            parsing: Array(
                #"{ "limits": { "message_bytes": 65536 }, "nodes": [\#(node)], "retention": \#(retention) }"#.utf8
            )
        )
    }

    private func node(
        _ fsync: FsyncPolicy = .interval,
        _ retention: String = "{}",
        in world: any World = LinuxWorld()
    ) throws -> MeshNode {
        let storage = StorageSettings(directory: directory.path, fsync: fsync)
        return try MeshNode("alpha", of: try Self.mesh(retention), storage: storage, in: world)
    }

    private func post(_ texts: [String], to address: String) async throws -> [String] {
        var answers: [String] = []
        for text in texts {
            let url = "http://\(address)/channels/tea"
            let answer = try await HTTPClient(timeout: 240).post(
                url,
                body: Array(text.utf8),
                contentType: "application/x-tea"
            )
            #expect(answer.status == 202)
            answers.append(answer.text)
        }
        return answers
    }

    @Test(arguments: FsyncPolicy.allCases)
    func `has everything again after a restart, in its order`(fsync: FsyncPolicy) async throws {
        var expected: [String] = []
        var ids: Set<String> = []
        for round in 0..<3 {
            let node = try node(fsync)
            let address = "\(try await node.start())"
            let texts = (0..<20).map { "\(round)/\($0)" }
            ids.formUnion(try await post(texts, to: address))
            expected += texts
            let client = try await WebSocketClient.connect(to: "ws://\(address)/channels/tea?history=100", timeout: 240)
            var messages = client.messages.makeAsyncIterator()
            for text in expected { #expect(try await messages.next() == .binary(Array(text.utf8))) }
            await node.stop()
        }
        #expect(ids.count == 60)
    }

    @Test(arguments: FsyncPolicy.allCases)
    func `tells what it wrote, and how often it waited for the disk`(fsync: FsyncPolicy) async throws {
        let node = try node(fsync)
        let address = "\(try await node.start())"
        let before = try #require(await node.statusReport.journal)
        _ = try await post((0..<20).map { "\($0)" }, to: address)
        let after = try #require(await node.statusReport.journal)

        #expect(after.writtenMessages == 20)
        #expect(after.writtenBytes - before.writtenBytes == after.bytes - before.bytes)
        #expect(try directory.size() == after.bytes)
        #expect(try directory.segments().count == after.segments)
        #expect(after.writeSeconds > before.writeSeconds)
        switch fsync {
        case .none: #expect(after.syncs == before.syncs)
        case .interval: #expect(after.syncs >= before.syncs)
        // Each request is an own turn: its answer comes before the next one.
        case .always: #expect(after.syncs == before.syncs + 20)
        }
        await node.stop()
        #expect(await node.statusReport.journal == nil)
    }

    @Test func `answers requests that come in one piece, each once`() async throws {
        let node = try node(.always)
        let client = try await RawClient(to: try await node.start())
        let post = "POST /channels/tea HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx"
        let last = "POST /channels/tea HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx"

        try await client.send(String(repeating: post, count: 50) + last)
        let answers = String(decoding: await client.takeRest(), as: UTF8.self)

        #expect(answers.components(separatedBy: "HTTP/1.1 202 ").count == 52)
        await node.stop()
    }

    @Test func `belongs to one process at a time`() async throws {
        let first = try node()
        try await first.start()
        let second = try node()
        await #expect(throws: MeshNodeError.storage(.inUse(directory.path))) { try await second.start() }

        await first.stop()
        let third = try node()
        try await third.start()
        await third.stop()
    }

    @Test func `belongs to one node`() async throws {
        let first = try node()
        try await first.start()
        await first.stop()
        let other = try MeshNode(
            "bravo",
            of: try Self.mesh(name: "bravo"),
            storage: StorageSettings(directory: directory.path)
        )
        let file = try #require(try directory.segments().first).path(percentEncoded: false)
        await #expect(throws: MeshNodeError.storage(.otherNode(file: file, name: "alpha"))) { try await other.start() }
    }

    @Test func `cuts off what was not finished, at any byte`() async throws {
        let first = try node()
        _ = try await post((0..<3).map { "\($0)" }, to: "\(try await first.start())")
        await first.stop()
        let file = try #require(try directory.segments().last)
        let whole = try Data(contentsOf: file)
        var kept = 3
        for count in stride(from: whole.count, to: whole.count - 100, by: -9) {
            let copy = TemporaryDirectory()
            try FileManager.default.createDirectory(at: copy.url, withIntermediateDirectories: true)
            try Data(whole.prefix(count)).write(to: copy.url.appending(path: "00000001.segment"))
            for start in 0..<2 {
                let node = try MeshNode(
                    "alpha",
                    of: try Self.mesh(),
                    storage: StorageSettings(directory: copy.path, fsync: .none)
                )
                let address = try await node.start()
                let status = try await HTTPClient(timeout: 240).get("http://\(address)/status").text
                let found = Self.messages(of: "tea", in: status)
                // A cut takes the last messages, and the next start finds what the first one found.
                if count == whole.count { #expect(found == 3) }
                #expect(start == 0 ? found <= kept : found == kept)
                kept = found
                await node.stop()
            }
        }
    }

    @Test func `does not start where there can be no directory`() async throws {
        try Data().write(to: directory.url)
        let node = try node()
        do {
            try await node.start()
            Issue.record("a file was used as a directory")
        } catch {
            guard case .storage(.system(let failure)) = error else { throw error }
            #expect("\(failure)".hasPrefix("open \(directory.path)/lock: "))
        }
    }

    @Test func `keeps its directory small, and what is held in it, and then lets go of it`() async throws {
        let retention = #"{ "bytes": 1048576 }"#
        let node = try node(.none, retention, in: KeepingWorld())
        let address = "\(try await node.start())"
        let client = try await WebSocketClient.connect(to: "ws://\(address)/channels/busy", timeout: 240)
        _ = try await post(["stays"], to: address)
        var messages = client.messages.makeAsyncIterator()
        let payload = [UInt8](repeating: 7, count: 1000)
        for _ in 0..<40 {
            for _ in 0..<100 { try await client.send(binary: payload) }
            for _ in 0..<100 { _ = try #require(try await messages.next()) }
        }
        // Old segments are rewritten by a thread that may be late.
        try await node.eventually("there is room") { _ in (try? directory.size()) ?? .max < 3 * 1_048_576 }
        let held = try await HTTPClient(timeout: 240).get("http://\(address)/status").text
        await node.stop()
        #expect(try directory.size() < 3 * 1_048_576)
        #expect(try directory.segments().count < 30)

        let again = try self.node(.none, retention)
        let status = try await HTTPClient(timeout: 240).get("http://\(try await again.start())/status").text
        // Retention lets go of some more than it must, and when it does is another matter in each run.
        let (before, after) = (Self.messages(of: "busy", in: held), Self.messages(of: "busy", in: status))
        #expect(before > 100)
        #expect(after * 10 > before * 9)
        await again.stop()
    }

    @Test func `goes on with old segments as they are when there is no thread to rewrite them`() async throws {
        let world = ThreadlessWorld()
        let node = try node(.none, #"{ "bytes": 1048576 }"#, in: world)
        let address = "\(try await node.start())"
        let client = try await WebSocketClient.connect(to: "ws://\(address)/channels/busy", timeout: 240)
        var messages = client.messages.makeAsyncIterator()
        let payload = [UInt8](repeating: 7, count: 1000)
        for _ in 0..<40 {
            for _ in 0..<100 { try await client.send(binary: payload) }
            for _ in 0..<100 { _ = try #require(try await messages.next()) }
        }
        #expect(world.isAsked)
        #expect(try await HTTPClient(timeout: 240).get("http://\(address)/health").status == 200)
        await node.stop()
    }

    private static func messages(of channel: String, in status: String) -> Int {
        let channel = status.components(separatedBy: #""name":"\#(channel)""#).dropFirst().first ?? ""
        let count = channel.components(separatedBy: #""messages":"#).dropFirst().first ?? ""
        return Int(count.prefix { $0.isNumber }) ?? 0
    }
}

/// The real world, in which no thread can be started.
private final class ThreadlessWorld: ForwardingWorld {
    let real = LinuxWorld()
    private let asked = Mutex(false)

    /// Whether somebody wanted one.
    var isAsked: Bool { asked.withLock { $0 } }

    func perform(_ work: @escaping @Sendable () -> Void) throws(SystemError) {
        asked.withLock { $0 = true }
        throw SystemError(call: "pthread_create", code: 11)
    }
}

/// The real world, but a thread that is done with its work is so slow to end that it keeps all that the work had.
private final class KeepingWorld: ForwardingWorld {
    let real = LinuxWorld()
    private let works = Mutex<[@Sendable () -> Void]>([])

    func perform(_ work: @escaping @Sendable () -> Void) throws(SystemError) {
        works.withLock { $0.append(work) }
        try real.perform(work)
    }
}
