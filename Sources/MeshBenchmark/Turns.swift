import BroadcastMesh
import MeshClient
import Reactor

/// The turns of a node in this process, while 200 clients flood it with the shortest messages there are.
enum Turns {
    /// How many clients flood.
    private static let clients = 200

    /// How long, in seconds.
    private static let seconds = 5

    /// What turns took of a processor: the median of the worst second, and the longest.
    static func figures() async throws -> [Figure] {
        let gossip = try LinuxNetwork().listen(on: .loopback()).localAddress.port
        let json = #"{ "nodes": [{ "name": "alpha", "http": "127.0.0.1:0", "gossip": "127.0.0.1:\#(gossip)" }] }"#
        let node = try MeshNode("alpha", of: try MeshConfiguration(parsing: Array(json.utf8)))
        let address = try await node.start()
        try Flood.start(of: address, clients: clients, seconds: seconds + 1)
        var (median, longest) = (0.0, 0.0)
        var before = try await TurnMetrics(of: address)
        for _ in 0..<seconds {
            try await Task.sleep(for: .seconds(1))
            let now = try await TurnMetrics(of: address)
            median = max(median, now.median(since: before))
            longest = max(longest, now.longest)
            before = now
        }
        await node.stop()
        return [
            Figure(subject: "median of the worst second, up to", value: median * 1000, unit: "ms", bar: 15),
            Figure(subject: "the longest", value: longest * 1000, unit: "ms", bar: 50),
        ]
    }
}

/// What `/metrics` says of turns.
private struct TurnMetrics {
    /// How many turns took no longer than each limit, in seconds.
    private var buckets: [(limit: Double, count: Int)] = []

    /// The longest lately, in seconds.
    private(set) var longest = 0.0

    /// Asks a node.
    init(of address: SocketAddress) async throws {
        for line in try await HTTPClient().get("http://\(address)/metrics").text.split(separator: "\n") {
            let parts = line.split(separator: " ")
            guard parts.count == 2 else { continue }
            if parts[0] == "mesh_turn_longest_cpu_seconds" { longest = Double(parts[1]) ?? 0 }
            guard parts[0].hasPrefix("mesh_turn_cpu_seconds_bucket") else { continue }
            let limit = parts[0].split(separator: "\"")[1]
            buckets.append((Double(limit) ?? .infinity, Int(parts[1]) ?? 0))
        }
    }

    /// The limit of the bucket that half of the turns since then reach.
    func median(since before: TurnMetrics) -> Double {
        let counts = zip(buckets, before.buckets).map { ($0.limit, $0.count - $1.count) }
        let total = counts.last?.1 ?? 0
        return total == 0 ? 0 : counts.first { $0.1 * 2 >= total }?.0 ?? 0
    }
}
