import MeshClient
import Reactor
import Testing

@testable import BroadcastMesh

@Suite("Requests that come one behind the other", .timeLimit(.minutes(10))) struct PipeliningTests {
    @Test func `are all answered, in order, though a turn has no room for them`() async throws {
        try await withNode { serving in
            let client = try await RawClient(to: serving.address)
            let targets = (0..<3000).map { $0 % 3 == 0 ? "/nothing" : "/health" }
            // More than a turn may spend on answers alone.
            #expect(targets.count * TurnBudget.request > 2 * TurnBudget.turn)
            try await client.send(targets.map { "HEAD \($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined())

            for target in targets {
                let head = await client.takeHead()
                #expect(head.hasPrefix(target == "/health" ? "HTTP/1.1 200 " : "HTTP/1.1 404 "))
            }
        }
    }

    @Test func `keep nobody else waiting`() async throws {
        try await withNode { serving in
            let eager = try await RawClient(to: serving.address)
            try await eager.send(String(repeating: "HEAD /health HTTP/1.1\r\nHost: a\r\n\r\n", count: 3000))
            let other = try await HTTPClient(timeout: 240).get(serving.url("/health"))
            #expect(other.status == 200)
            for _ in 0..<3000 { #expect(await eager.takeHead().hasPrefix("HTTP/1.1 200 ")) }
        }
    }
}
