import Reactor
import Synchronization
import Testing

@Suite("A resolver", .timeLimit(.minutes(10))) struct ResolverTests {
    /// A system's resolver that has no answer for some names until the test lets it.
    final class System: Sendable {
        let asked = Mutex<[String]>([])
        let gate = Gate()

        func lookUp(_ host: String, _ port: UInt16) throws(SystemError) -> [SocketAddress] {
            asked.withLock { $0.append(host) }
            if host.hasPrefix("silent") { gate.wait() }
            guard host != "nobody" else { throw SystemError(call: "getaddrinfo", subject: host, code: -2) }
            return [SocketAddress(127, 0, 0, 2, port: port), SocketAddress(127, 0, 0, 3, port: port)]
        }
    }

    @Test func `answers for one name while it waits for another, and gives that up in time`() async throws {
        let system = System()
        defer { system.gate.open() }
        let resolver = Resolver { (host, port) throws(SystemError) in try system.lookUp(host, port) }

        let silent = Task { try await resolver.resolve(host: "silent", port: 1, patience: .milliseconds(200)) }
        #expect(try await resolver.resolve(host: "bravo", port: 7).count == 2)

        let error = await #expect(throws: SystemError.self) { try await silent.value }
        #expect(error?.description.hasPrefix("getaddrinfo silent: ") == true)
    }

    @Test func `keeps an answer that comes when nobody waits any more, for who asks again`() async throws {
        let system = System()
        let resolver = Resolver { (host, port) throws(SystemError) in try system.lookUp(host, port) }
        await #expect(throws: SystemError.self) {
            try await resolver.resolve(host: "silent", port: 7, patience: .zero)
        }
        system.gate.open()
        // The thread that asks is done some time; from then on the answer is there for who has no patience at all.
        var addresses: [SocketAddress]?
        while addresses == nil {
            await Task.yield()
            addresses = try? await resolver.resolve(host: "silent", port: 7, patience: .zero)
        }
        #expect(addresses?.map(\.port) == [7, 7])
    }

    @Test func `asks once for a name, however many wait for it`() async throws {
        let system = System()
        let resolver = Resolver { (host, port) throws(SystemError) in try system.lookUp(host, port) }
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<20 {
                group.addTask { try await resolver.resolve(host: "silent", port: 1, patience: .seconds(50)).count }
            }
            // Whoever is impatient leaves the others alone.
            await #expect(throws: SystemError.self) {
                try await resolver.resolve(host: "silent", port: 1, patience: .milliseconds(50))
            }
            while system.asked.withLock({ $0.isEmpty }) { await Task.yield() }
            #expect(system.asked.withLock { $0 } == ["silent"])
            system.gate.open()
            for try await count in group { #expect(count == 2) }
        }
    }

    @Test func `passes on that there is no such name, and does not ask for numbers`() async throws {
        let system = System()
        let resolver = Resolver { (host, port) throws(SystemError) in try system.lookUp(host, port) }
        await #expect(throws: SystemError(call: "getaddrinfo", subject: "nobody", code: -2)) {
            try await resolver.resolve(host: "nobody", port: 1)
        }
        #expect(try await resolver.resolve(host: "::1", port: 1).map(\.description) == ["[::1]:1"])
        #expect(system.asked.withLock { $0 } == ["nobody"])
    }

    @Test func `gives the two families by turns, in their order`() throws {
        let addresses = try ["::1", "::2", "::3", "10.0.0.1", "10.0.0.2"].map {
            try #require(SocketAddress(numericHost: $0, port: 1))
        }
        #expect(
            addresses.alternatingFamilies.map(\.hostDescription) == ["::1", "10.0.0.1", "::2", "10.0.0.2", "::3"]
        )
        #expect([SocketAddress]().alternatingFamilies.isEmpty)
    }
}
