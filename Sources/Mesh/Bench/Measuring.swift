import ChannelProtocol
import MeshClient
import Reactor

/// Measures one workload at one node.
struct Measuring {
    /// What is measured.
    let workload: Workload

    /// Where.
    let node: BenchNode

    /// For how long, in seconds, after a second in which it warms up.
    let seconds: Int

    private let loader: Loader

    /// The channel that nobody else is on.
    private let channel = "bench-\(String(RandomBytes.word(), radix: 36))"

    /// How long nothing may come while something is waited for, in nanoseconds.
    private static let patience: Int64 = 20_000_000_000

    /// Prepares it.
    init(_ workload: Workload, at node: BenchNode, seconds: Int) throws(CommandError) {
        self.workload = workload
        self.node = node
        self.seconds = seconds
        loader = try Loader()
    }

    /// Does it.
    ///
    /// - Returns: What came of it, and what is to be said about it.
    /// - Throws: When a client is sent away, or something does not arrive.
    func run() async throws -> (figures: [BenchFigure], note: String?) {
        do {
            let measured = try await measure()
            await loader.stop()
            return measured
        } catch {
            await loader.stop()
            throw error
        }
    }

    private func measure() async throws -> (figures: [BenchFigure], note: String?) {
        switch workload.kind {
        case .flood(let clients, let senders, let window):
            try await attach(clients, at: node.address) { [node, channel] _ in node.address.channel(channel) }
            let tally = Tally(clients: clients, hearers: clients, senders: senders, window: window)
            await loader.send(.relayed, at: .window(window), counting: tally)
            return try await rates(of: .deliveries)
        case .chat(let clients, let senders, let perSecond):
            try await attach(clients, at: node.address) { [node, channel] number in
                node.address.chat(as: "bench-\(number)", in: channel, query: [(ClientQuery.users, ClientQuery.changes)])
            }
            let tally = Tally(clients: clients, hearers: clients, senders: senders)
            await loader.send(.chatted, at: .rate(perSecond: perSecond, at: Clock.monotonic()), counting: tally)
            return try await delays()
        case .idle(let clients): return try await memory(of: clients)
        case .visits(let count):
            let group = try await group(of: count, at: node.address) { [node, channel] _ in
                node.address.channel(channel)
            }
            await loader.receiveVisits(group)
            return try await rates(of: .visits)
        case .across(let hearers, let perSecond):
            guard let neighbour = node.neighbour else { return ([], "\(node.address.base) has no neighbour in reach") }
            try await attach(1, at: node.address) { [node, channel] _ in
                node.address.channel(channel, query: [(ClientQuery.echo, ClientQuery.no)])
            }
            try await attach(hearers, at: neighbour) { [channel] _ in neighbour.channel(channel) }
            let tally = Tally(clients: hearers + 1, hearers: hearers, senders: 1)
            await loader.send(.relayed, at: .rate(perSecond: perSecond, at: Clock.monotonic()), counting: tally)
            return try await delays()
        }
    }

    private enum Counted { case deliveries, visits }

    /// How much there was a second, and what one cost the node.
    private func rates(of counted: Counted) async throws -> (figures: [BenchFigure], note: String?) {
        try await Task.sleep(for: .seconds(1))
        let (before, spent) = (try await loader.count(), try await node.spent())
        try await Task.sleep(for: .seconds(seconds))
        let passed = try await loader.count() - before
        let cost = try await node.spent().flatMap { now in spent.map { now - $0 } }
        let count = Double(counted == .deliveries ? passed.deliveries : passed.visits)
        guard count > 0 else { throw CommandError.failure("\(workload.title): nothing came in \(seconds) s") }
        if counted == .deliveries { try await drain() }
        let (plural, singular) = counted == .deliveries ? ("deliveries", "delivery") : ("connections", "connection")
        var figures = [BenchFigure(workload.name, plural, count * 1e9 / Double(passed.time), .perSecond)]
        if let cost {
            figures.append(BenchFigure(workload.name, "processor a \(singular)", cost / count, .nanoseconds))
        }
        // What measures may not be what is measured.
        guard Double(passed.spent) > Double(passed.time) * 0.95 else { return (figures, nil) }
        return (figures, "\(workload.title): the load took a whole processor; the node may be able to do more")
    }

    /// How long messages took.
    private func delays() async throws -> (figures: [BenchFigure], note: String?) {
        try await Task.sleep(for: .seconds(1))
        _ = await loader.takeLatencies()
        try await Task.sleep(for: .seconds(seconds))
        let latencies = await loader.takeLatencies()
        try await drain()
        guard let half = latencies.percentile(50), let most = latencies.percentile(99) else {
            throw CommandError.failure("\(workload.title): nothing came in \(seconds) s")
        }
        return (
            [
                BenchFigure(workload.name, "half within", half, .nanoseconds),
                BenchFigure(workload.name, "99 % within", most, .nanoseconds),
            ], nil
        )
    }

    private func memory(of clients: Int) async throws -> (figures: [BenchFigure], note: String?) {
        guard let process = node.process else {
            return ([], "what an idle client takes is measured of a node that mesh bench starts: give no URL")
        }
        let before = try process.memory()
        try await attach(clients, at: node.address) { [node, channel] _ in node.address.channel(channel) }
        try await Task.sleep(for: .seconds(1))
        let taken = (try process.memory() - before) / Double(clients)
        return ([BenchFigure(workload.name, "memory a client", taken, .bytes)], nil)
    }

    private func group(
        of count: Int,
        at address: NodeAddress,
        _ url: @escaping @Sendable (Int) -> String
    ) async throws -> LoadGroup {
        LoadGroup(server: try await ServerFacts(of: address.base, trusting: node.trust), count: count, url: url)
    }

    /// Has clients come, and waits until all are there and nothing more comes.
    private func attach(
        _ count: Int,
        at address: NodeAddress,
        _ url: @escaping @Sendable (Int) -> String
    ) async throws {
        await loader.invite(try await group(of: count, at: address, url))
        try await wait("clients to be let in", most: 300) { await loader.guests.areComplete }
        try await wait("the node to be quiet", most: 60) { Clock.monotonic() - (await loader.lastNews) > 300_000_000 }
    }

    /// Waits until everything that was sent is with everybody.
    private func drain() async throws {
        await loader.fallSilent()
        try await wait("messages to arrive", most: 60) { await loader.hasDelivered }
        let tally = await loader.tally
        guard tally.missing == 0, tally.misplaced == 0, tally.deliveries == tally.wanted else {
            throw CommandError.failure(
                "\(workload.title): of \(Quantity.count(tally.wanted)) deliveries \(tally.missing) were out of order or "
                    + "missing, and \(tally.misplaced) came twice or late"
            )
        }
    }

    private func wait(_ what: String, most seconds: Int64, _ condition: () async -> Bool) async throws {
        let end = Clock.monotonic() + seconds * 1_000_000_000
        while await !condition() {
            if let failure = await loader.failure { throw failure }
            let now = Clock.monotonic()
            guard now < end, now - (await loader.lastNews) < Self.patience else {
                throw CommandError.failure("\(workload.title): waited for \(what) in vain")
            }
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}
