import Bytes

/// What is read while a node is replayed; `nil` where the recording has something else, or nothing more.
extension TapeState {
    /// Reads on, unless something was wrong before; what cannot be read is a difference.
    private mutating func read<Value>(
        for asked: @autoclosure () -> String,
        _ body: (inout TapeState) throws(TruncatedInput) -> Value?
    ) -> Value? {
        guard difference == nil, reader.goOn() else { return nil }
        do throws(TruncatedInput) { return try body(&self) } catch {
            differ(asking: asked(), recorded: "what makes no sense")
            return nil
        }
    }

    mutating func replayOccurrence() -> Occurrence? {
        let occurrence: Occurrence? = read(for: "nothing more") { state throws(TruncatedInput) in
            guard state.reader.input.next == Mark.occurrence.rawValue else {
                state.differ(asking: "nothing more", recorded: try state.describeNext())
                return nil
            }
            _ = try state.reader.input.byte()
            return try Occurrence(from: &state.reader.input)
        }
        if let occurrence { count(occurrence) }
        return occurrence
    }

    mutating func replayEnd() {
        let hash: UInt64? = read(for: "nothing more") { state throws(TruncatedInput) in
            guard state.usualCount == 0, state.reader.input.next == Mark.end.rawValue else {
                state.differ(asking: "nothing more", recorded: try state.describeNext())
                return nil
            }
            _ = try state.reader.input.byte()
            return try state.reader.input.word()
        }
        guard let hash, hash != figures.hash else { return }
        differ(asking: "other bytes sent or written in this turn", recorded: "bytes with another hash")
    }

    mutating func replay<Answer: RecordedAnswer>(_ question: Question, as type: Answer.Type) -> Answer? {
        figures.questions += 1
        return read(for: "\(question)") { state throws(TruncatedInput) in try state.readAnswer(to: question) }
    }

    mutating func replay<Answer: RecordedAnswer & Equatable>(
        _ question: Question,
        usually usual: Answer
    ) -> Answer? {
        figures.questions += 1
        return read(for: "\(question)") { state throws(TruncatedInput) in
            if state.usualCount == 0, state.reader.input.next == Mark.usual.rawValue {
                _ = try state.reader.input.byte()
                state.usualCount = Int(clamping: try state.reader.input.varint())
            }
            guard state.usualCount > 0 else { return try state.readAnswer(to: question) }
            state.usualCount -= 1
            return usual
        }
    }

    /// The time that the recording has, or none later than the last when it has none.
    ///
    /// Only the clock on the wall is ever set back; a node counts on that.
    mutating func replayTime(_ clock: TimeSource) -> Int64 {
        guard let step = replay(clock.question, as: Int64.self) else { return times[clock] }
        let (time, isOver) = times[clock].addingReportingOverflow(step)
        guard !isOver, (0...Times.latest).contains(time), step >= 0 || clock == .wall else {
            differ(asking: "\(clock.question)", recorded: "a time that no clock shows")
            return times[clock]
        }
        times[clock] = time
        return time
    }

    private mutating func readAnswer<Answer: RecordedAnswer>(
        to question: Question
    ) throws(TruncatedInput) -> Answer? {
        guard usualCount == 0, reader.input.next.flatMap({ Question.Kind(rawValue: $0) }) != nil else {
            differ(asking: "\(question)", recorded: try describeNext())
            return nil
        }
        let recorded = try Question(from: &reader.input)
        guard recorded == question else {
            differ(asking: "\(question)", recorded: "\(recorded)")
            return nil
        }
        return try Answer(from: &reader.input)
    }

    /// What stands there, in words.
    private mutating func describeNext() throws(TruncatedInput) -> String {
        guard usualCount == 0 else { return "a call with its usual answer: something sent, or watched" }
        guard let byte = reader.input.next else { return "nothing more" }
        switch Mark(rawValue: byte) {
        case .usual: return "a call with its usual answer: something sent, or watched"
        case .end: return "nothing more in this turn"
        case .occurrence: return "the next turn"
        case nil: return "\(try Question(from: &reader.input))"
        }
    }
}
