/// What a replayed node has asked for that takes time; nobody does it, for what came of it is in the recording.
struct ReplayedErrands {
    private var wait: DiskWait?
    private var fold: SegmentFold?

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
    /// - Returns: `nil` when it has not asked for that.
    mutating func fact(_ fact: RecordedFact) -> NodeFact? {
        switch fact {
        case .resolved(let result, let dial): return .resolved(result.map(\.elements), dial: dial)
        case .synced(let duration):
            defer { wait = nil }
            return wait.map { .synced($0.done(after: duration)) }
        case .folded(let result):
            defer { fold = nil }
            return fold.map { fold in
                .folded(
                    fold.names,
                    result.map { figures in
                        SegmentFold.Outcome(
                            bytes: Int(figures.elements.first ?? 0),
                            messages: Int(figures.elements.last ?? 0)
                        )
                    }
                )
            }
        case .diskFailed(let error): return .diskFailed(error)
        case .impatient: return .impatient
        case .stop(let patience): return .stop(after: patience)
        }
    }
}
