import Gossip

/// How long the judge waits, all of it: what is promised, and what the lines that were drawn take on top of that.
///
/// A mesh heals within five seconds of its links being possible. That is said of lines that carry what is posted in no
/// time: over twelve hops in a row that lose a tenth, each of which must have a long message whole before it sends it on,
/// five seconds are not enough for any protocol. So what each line takes longer is added, along the way that takes longest.
extension Scenario {
    /// How soon after a partition everybody must have everything, in nanoseconds.
    static let healingTime: Int64 = .seconds(5)

    /// How soon after the end of a process all must see who lives, in nanoseconds: where two ran under one name, the
    /// one that is left takes up a new run, at most every ten seconds.
    static let renewalTime: Int64 = .milliseconds(12_500)

    /// How long after the last fault it is first looked whether all is well, in nanoseconds.
    static let breath: Int64 = .milliseconds(500)

    /// How long after that all nodes may take to agree, in nanoseconds.
    var patience: Int64 {
        // Who lied about its own run takes up another, as one does who had a rival.
        let endsProcesses = faults.contains(where: \.endsProcesses) || hasLiars
        return (endsProcesses ? Self.renewalTime : Self.healingTime) + carryingTime - Self.breath
    }

    /// How long the longest message takes along the longest way, and everything else behind it over the slowest line, in
    /// nanoseconds.
    private var carryingTime: Int64 {
        let sizes = messageSizes
        guard let longest = sizes.max(), let slowest = edges.map(\.bytesPerSecond).min() else { return 0 }
        let queued = Int64(sizes.reduce(0, +)) * 1_000_000_000 / Int64(slowest)
        return longestWay { $0.delay(of: longest) } + queued
    }

    /// How long the frames are that are posted, in bytes.
    private var messageSizes: [Int] {
        actions.compactMap { action in
            switch action.kind {
            case .post(_, let size), .say(_, let size): size
            case .misbehave(_, _, .giants): Self.giantBytes
            case .misbehave, .attach, .detach, .hop, .rest: nil
            }
        }
    }

    /// How long the shortest way is between the two hosts that are farthest apart.
    private func longestWay(_ length: (Edge) -> Int64) -> Int64 {
        let unknown = Int64.max / 4
        var ways = [[Int64]](repeating: [Int64](repeating: unknown, count: hosts.count), count: hosts.count)
        for host in hosts.indices { ways[host][host] = 0 }
        for edge in edges {
            let length = min(ways[edge.dialer][edge.listener], length(edge))
            ways[edge.dialer][edge.listener] = length
            ways[edge.listener][edge.dialer] = length
        }
        for middle in hosts.indices {
            for first in hosts.indices {
                for second in hosts.indices {
                    ways[first][second] = min(ways[first][second], ways[first][middle] + ways[middle][second])
                }
            }
        }
        return ways.reduce(0) { $1.filter { $0 < unknown }.reduce($0, max) }
    }
}

extension Scenario.Edge {
    /// How many bytes of frames are in a packet, at most.
    private static let packetBytes = 1200

    /// How many packets of a path are on their way at least, where something gets lost, and else.
    private static let (lossyWindow, window) = (8, 32)

    /// The time there and back, seldom exceeded, in nanoseconds.
    private var roundTrip: Int64 { max(1_000_000, 2 * profile.delay.long) }

    /// How many bytes are on their way at once: of a stream what its buffer takes.
    private var windowBytes: Int {
        guard carriesDatagrams else { return profile.bufferBytes }
        return Self.packetBytes * (profile.lossPerMillion > 0 ? Self.lossyWindow : Self.window)
    }

    /// How much goes through in a second, in bytes.
    fileprivate var bytesPerSecond: Int {
        max(1, min(profile.bytesPerSecond, Int(Int64(windowBytes) * 1_000_000_000 / roundTrip)))
    }

    /// How much later than at once a message is here whole, in nanoseconds.
    ///
    /// What is lost of it is waited for, and on each line one thing more that it waits for: a greeting, a question.
    ///
    /// - Parameter byteCount: How long it is, in bytes.
    /// - Returns: The time.
    fileprivate func delay(of byteCount: Int) -> Int64 {
        let carrying = Int64(byteCount) * 1_000_000_000 / Int64(bytesPerSecond)
        guard profile.lossPerMillion > 0 else { return carrying }
        // A stream is sent in few parcels, each of which is lost whole.
        guard carriesDatagrams else { return carrying + profile.retransmission }
        let lost = Int64(byteCount / Self.packetBytes) * Int64(profile.lossPerMillion)
        return carrying + 2 * profile.delay.longest * (1_000_000 + lost) / 1_000_000
    }
}
