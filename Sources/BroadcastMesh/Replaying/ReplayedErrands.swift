/// What a replayed node has asked for that takes time; nobody does it, for what came of it is in the recording.
struct ReplayedErrands {
    private var wait: DiskWait?
    private var fold: SegmentFold?

    /// How long the disk was waited for, in nanoseconds: once at a time, so all together for no longer than a clock shows.
    private var waited: Int64 = 0

    /// What may stand in a recording of a new segment, in bytes and in messages: it reads no longer one.
    private static let segment = 0...Int64(RecordingChunk.longest)

    /// Takes in what a node asks for.
    mutating func take(_ directives: [NodeDirective]) {
        for directive in directives {
            switch directive {
            // Of each there is one at a time.
            case .wait(let wait): self.wait = wait
            case .fold(let fold): self.fold = fold
            case .resolve, .readCertificate, .crash, .started, .ended: break
            }
        }
    }

    /// What the node is told, as it was then.
    ///
    /// - Returns: `nil` when it has not asked for that, or no disk can have said so.
    mutating func fact(_ fact: RecordedFact) -> NodeFact? {
        switch fact {
        case .resolved(let result, let dial): return .resolved(result.map(\.elements), dial: dial)
        case .synced(let duration):
            defer { wait = nil }
            guard (0...(TapeState.Times.latest - waited)).contains(duration) else { return nil }
            waited += duration
            return wait.map { .synced($0.done(after: duration)) }
        case .folded(let result):
            defer { fold = nil }
            guard (try? result.get())?.elements.allSatisfy(Self.segment.contains) != false else { return nil }
            let outcome = result.map { figures in
                let (bytes, messages) = (figures.elements.first ?? 0, figures.elements.last ?? 0)
                return SegmentFold.Outcome(bytes: Int(bytes), messages: Int(messages))
            }
            return fold.map { .folded($0.names, outcome) }
        case .diskFailed(let error): return .diskFailed(error)
        case .impatient: return .impatient
        case .stop(let patience): return .stop(after: patience)
        }
    }
}
