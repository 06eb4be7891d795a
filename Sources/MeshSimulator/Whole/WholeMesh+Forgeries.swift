import BroadcastMesh
import Reactor
import Synchronization

/// Recordings that somebody has changed: whatever they say, a replay comes to an end, and tells what it found.
extension WholeMesh {
    /// Changes one of the recordings in several ways, and runs what becomes of it.
    mutating func judgeForgeries() {
        var dice = Dice(seed: scenario.seed, stream: 0x3414E)
        var others = Dice(seed: scenario.seed, stream: 0x3423E)
        guard let (recording, forger) = drawRecording(&dice) else { return }
        let node = "n\(recording.host)"
        do {
            // What was written in the middle of a turn is no whole record.
            let whole = try Self.replay(RecordingForger.sealed(forger.chunks))
            judgeParts(of: recording, whole, &dice)
            for _ in 0..<6 { judgeForgery(forger.changed(&dice), of: node) }
            for _ in 0..<40 {
                let outcome = judgeForgery(forger.begun(&others), of: node)
                judge.note(file: Array("\(outcome?.hash ?? 0)".utf8))
            }
            for _ in 0..<2 { judgeForgery(forger.endedOtherwise(&others), of: node) }
            judgeForgery(forger.turned(&dice), of: node)
            let isAccepted = scenario.sabotage == .acceptForgery
            let shortened = isAccepted ? RecordingForger.sealed(forger.chunks) : forger.shortened(&dice)
            if judgeForgery(shortened, of: node) == whole {
                judge.object(.replayedOtherwise(node: node, shown: "the same without a part of it"))
            }
        } catch {
            judge.object(.replayedOtherwise(node: node, shown: "\(error)"))
        }
        for bytes in forger.untitled { judgeUntitled(bytes, of: node) }
    }

    /// One of the recordings that have something to change behind their beginning; each costs as much again as its run, so
    /// the longest are not sought.
    private func drawRecording(_ dice: inout Dice) -> (WholeRecordings.Recording, RecordingForger)? {
        let some = recordings?.all.map { ($0, RecordingForger($0.bytes)) }.filter { $0.1.chunks.count > 3 } ?? []
        return some.isEmpty ? nil : some[dice.below(some.count)]
    }

    /// Runs what somebody has changed; it may be that nothing comes of that.
    @discardableResult
    private mutating func judgeForgery(_ bytes: [UInt8], of node: String) -> ReplayOutcome? {
        do {
            let outcome = try Self.replay(bytes)
            // Each chunk is sealed, so what is another is what it says.
            if let difference = outcome.difference {
                judge.note(file: Array("\(difference)".utf8))
            } else if outcome.end != .whole {
                judge.object(.replayedOtherwise(node: node, shown: "\(outcome.end), where nothing is damaged"))
            }
            return outcome
        } catch {
            judge.note(file: Array("\(error)".utf8))
            return nil
        }
    }

    /// A replay of a part does a part of it, and says where that ends.
    private mutating func judgeParts(
        of recording: WholeRecordings.Recording,
        _ whole: ReplayOutcome,
        _ dice: inout Dice
    ) {
        let (bytes, node) = (recording.bytes, "n\(recording.host)")
        func object(_ shown: String, _ mesh: inout WholeMesh) {
            mesh.judge.object(.replayedOtherwise(node: node, shown: shown))
        }
        do {
            var replay = try NodeReplay(of: Self.source(of: bytes))
            let turn = dice.below(max(1, whole.turns))
            let part = try replay.run(until: turn)
            let isOther = replay.node != node || replay.version.isEmpty || part.difference != nil
            if isOther || part.turns > turn || !part.isPart(of: whole) {
                object("\(part.turns) of \(whole.turns) turns as another one", &self)
            }
            // Behind the title, so that there is something to run.
            let end = bytes.count - 1 - dice.below(bytes.count / 2)
            let torn = try Self.replay(Array(bytes[..<end]))
            if torn.difference != nil || !torn.isPart(of: whole) { object("another one where it is cut off", &self) }
            let unread = try Self.run(Self.source(of: bytes, failingAt: end))
            guard case .unreadable = unread.end, unread.isPart(of: whole) else {
                return object("\(unread.end), where it cannot be read", &self)
            }
            var damaged = bytes
            damaged[end] ^= 1
            let outcome = try Self.replay(damaged)
            switch outcome.end {
            case .damaged(let place) where place <= end && outcome.difference == nil && outcome.isPart(of: whole): break
            // It may be a part of a chunk that was never written to its end.
            case .torn where !recording.hasEnded && outcome.difference == nil: break
            case let end: object("\(end), where it is damaged", &self)
            }
        } catch {
            object("\(error)", &self)
        }
    }

    /// What is no recording, or one of another program, is refused with a word about that.
    private mutating func judgeUntitled(_ bytes: [UInt8], of node: String) {
        do {
            _ = try NodeReplay(of: Self.source(of: bytes))
            judge.object(.replayedOtherwise(node: node, shown: "what is no recording of a node"))
        } catch {
            judge.note(file: Array("\(error)".utf8))
        }
    }

    /// Runs a recording.
    static func replay(_ bytes: [UInt8]) throws -> ReplayOutcome { try run(source(of: bytes)) }

    private static func run(_ source: @escaping RecordingSource) throws -> ReplayOutcome {
        var replay = try NodeReplay(of: source)
        return try replay.run()
    }

    private typealias RecordingSource = @Sendable (_ count: Int) -> Result<[UInt8], SystemError>

    /// Reads bytes from the first one on, up to one that cannot be read.
    private static func source(of bytes: [UInt8], failingAt end: Int = .max) -> RecordingSource {
        let place = Mutex(0)
        return { count in
            place.withLock { place in
                let part = bytes[place..<min(bytes.count, place + count)]
                guard part.endIndex <= end else { return .failure(.broken("read", "recording")) }
                place = part.endIndex
                return .success(Array(part))
            }
        }
    }
}

extension ReplayOutcome {
    /// Whether it is no more than another one did.
    fileprivate func isPart(of whole: ReplayOutcome) -> Bool {
        turns <= whole.turns && answers <= whole.answers && received <= whole.received && sent <= whole.sent
            && written <= whole.written && (turns < whole.turns || answers < whole.answers || hash == whole.hash)
    }
}
