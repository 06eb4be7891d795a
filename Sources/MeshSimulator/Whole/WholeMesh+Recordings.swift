import BroadcastMesh
import Reactor
import Synchronization

/// What the runs of nodes recorded, in memory.
final class WholeRecordings: Sendable {
    /// What one run recorded.
    struct Recording: Sendable {
        /// Which node, and which of its runs.
        var host: Int
        var run: Int32

        /// All of it.
        var bytes: [UInt8] = []

        /// Whether the node ended by itself, and so has written all that it had.
        var hasEnded = false
    }

    private let recorded = Mutex<[Recording]>([])

    /// Adds what a run has recorded.
    func append(_ chunk: borrowing [UInt8], of host: Int, _ run: Int32) {
        let chunk = copy chunk
        recorded.withLock { all in
            if let index = all.lastIndex(where: { $0.host == host && $0.run == run }) {
                all[index].bytes += chunk
            } else {
                all.append(Recording(host: host, run: run, bytes: chunk))
            }
        }
    }

    /// Takes notice that a run has ended by itself.
    func end(_ host: Int, _ run: Int32) {
        recorded.withLock { all in
            guard let index = all.lastIndex(where: { $0.host == host && $0.run == run }) else { return }
            all[index].hasEnded = true
        }
    }

    /// All that was recorded, in the order in which the runs began.
    var all: [Recording] { recorded.withLock { $0 } }
}

/// Nodes that are run again, from what they recorded.
extension WholeMesh {
    /// Whatever a node was answered, it does the same again when it is answered the same.
    mutating func judgeRecordings() {
        judgeForgeries()
        let visible = scenario.sabotage == .recordSecret ? [browsers[0].name] : []
        let secrets = (scenario.secrets + visible).map { Array($0.utf8) }
        for var recording in recordings?.all ?? [] {
            let node = "n\(recording.host)"
            if let secret = secrets.first(where: { recording.bytes.contains($0) }) {
                let shown = "what has \(String(decoding: secret, as: UTF8.self)) in it"
                judge.object(.replayedOtherwise(node: node, shown: shown))
            }
            if scenario.sabotage == .spoilRecording { recording.bytes[recording.bytes.count / 2] ^= 1 }
            if scenario.sabotage == .cutRecording, recording.hasEnded { recording.bytes.removeLast(3) }
            do {
                let outcome = try Self.replay(recording.bytes)
                switch (outcome.difference, outcome.end) {
                case (let difference?, _): judge.object(.replayedOtherwise(node: node, shown: "\(difference)"))
                case (nil, .whole): break
                // One that was killed, or goes on, has written what it had.
                case (nil, .torn) where !recording.hasEnded: break
                case (nil, let end): judge.object(.replayedOtherwise(node: node, shown: "\(end)"))
                }
            } catch {
                judge.object(.replayedOtherwise(node: node, shown: "\(error)"))
            }
        }
    }
}
