/// One thing that `mesh bench` measures.
struct Workload: Sendable {
    /// What its clients do.
    enum Kind: Sendable {
        /// Some send as quickly as all hear them, so many messages of each on their way.
        case flood(clients: Int, senders: Int, window: Int)

        /// A room of a chat in which so many messages a second are said, by some in turn.
        case chat(clients: Int, senders: Int, perSecond: Int)

        /// They are there, and silent.
        case idle(clients: Int)

        /// They come and go, so many at a time.
        case visits(atOnce: Int)

        /// One sends at one node, the others hear at another.
        case across(hearers: Int, perSecond: Int)
    }

    /// What it is called for `--only`, and in JSON, where `/20` is behind it when it has twenty times fewer clients.
    var name: String

    /// What its clients do.
    var kind: Kind

    /// What it is called for people, with as many clients as it has.
    var title: String {
        switch kind {
        case .flood(let clients, 1, _): "fan-out to \(Self.written(clients))"
        case .flood(let clients, _, _): "\(Self.written(clients)) who all talk"
        case .chat(let clients, _, _): "chat of \(Self.written(clients))"
        case .idle(let clients): "\(Self.written(clients)) idle clients"
        case .visits: "clients that come and go"
        case .across: "to the next node"
        }
    }

    /// Every one, in the order in which they are measured.
    static let all = [
        Workload(name: "fan-out-100", kind: .flood(clients: 100, senders: 1, window: 64)),
        Workload(name: "fan-out-1000", kind: .flood(clients: 1000, senders: 1, window: 64)),
        Workload(name: "chat", kind: .chat(clients: 1000, senders: 100, perSecond: 100)),
        Workload(name: "all-talk", kind: .flood(clients: 100, senders: 100, window: 8)),
        Workload(name: "idle", kind: .idle(clients: 10_000)),
        Workload(name: "accept", kind: .visits(atOnce: 64)),
        Workload(name: "across", kind: .across(hearers: 100, perSecond: 100)),
    ]

    /// Finds those that somebody named.
    ///
    /// - Parameter names: With commas between; `nil` for all.
    /// - Returns: In the order in which they are measured.
    /// - Throws: ``CommandError/usage(_:subcommand:)``, with a name that there is not.
    static func chosen(_ names: String?) throws(CommandError) -> [Workload] {
        guard let names = names?.split(separator: ",").map(String.init) else { return all }
        for name in names where !all.contains(where: { $0.name == name }) {
            let known = all.map(\.name).joined(separator: ",")
            throw .usage("--only takes some of \(known), not \"\(name)\"", subcommand: "bench")
        }
        return all.filter { names.contains($0.name) }
    }

    /// Whether it takes two nodes.
    var needsPair: Bool {
        if case .across = kind { true } else { false }
    }

    /// The same with so many times fewer clients, under a name of its own: its figures are others.
    func shrunk(by divisor: Int) -> Workload {
        var workload = self
        if case .visits = kind { return self }
        if divisor > 1 { workload.name += "/\(divisor)" }
        func share(_ count: Int) -> Int { max(2, count / divisor) }
        workload.kind =
            switch kind {
            case .flood(let clients, let senders, let window):
                .flood(clients: share(clients), senders: min(senders, share(clients)), window: window)
            case .chat(let clients, let senders, let rate):
                .chat(clients: share(clients), senders: min(senders, share(clients)), perSecond: rate)
            case .idle(let clients): .idle(clients: share(clients))
            case .visits(let count): .visits(atOnce: count)
            case .across(let hearers, let rate): .across(hearers: share(hearers), perSecond: rate)
            }
        return workload
    }

    private static func written(_ count: Int) -> String { count < 10_000 ? "\(count)" : Quantity.count(count) }
}
