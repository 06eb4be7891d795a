import Bytes
import Reactor
import Synchronization

/// What a node asked and was answered, in order: written while a node runs, or read while it is replayed.
///
/// A ``RecordedWorld`` and a ``RecordedNetwork`` ask through it, so that both ways a question is said once. Only what a
/// node asks while something comes to it counts: between ``begin(_:)`` and ``end()``, on the thread that called them. What
/// other threads do for it meanwhile is in what it is told of that afterwards.
final class Tape: Sendable {
    /// Whether the answers come from a recording.
    let isReplaying: Bool

    private let thread = Atomic<UInt>(0)
    private let state: Mutex<TapeState>

    /// Begins to record.
    init(writing title: RecordingTitle, to sink: @escaping RecordingWriter.Sink) {
        isReplaying = false
        var state = TapeState()
        state.writer = RecordingWriter(to: sink)
        state.writer.append { title.write(to: &$0) }
        state.writer.flush()
        self.state = Mutex(state)
    }

    /// Begins to replay, behind the title.
    init(reading reader: RecordingReader) {
        isReplaying = true
        var state = TapeState()
        state.reader = reader
        self.state = Mutex(state)
    }

    /// What came of it so far.
    var figures: TapeFigures { state.withLock { $0.figures } }

    /// How the recording ended, if the replay has come there.
    var finish: RecordingReader.End? { state.withLock { $0.reader.end } }

    /// Why nothing is recorded any more; said once.
    func takeFailure() -> SystemError? { state.withLock { $0.takeFailure() } }

    // MARK: What comes to the node

    /// Something comes to the node: from here on, what this thread asks is recorded or replayed.
    func begin(_ occurrence: Occurrence) {
        if !isReplaying { state.withLock { $0.record(occurrence) } }
        thread.store(CurrentThread.number, ordering: .relaxed)
    }

    /// It is dealt with.
    func end() {
        thread.store(0, ordering: .relaxed)
        state.withLock { isReplaying ? $0.replayEnd() : $0.recordEnd() }
    }

    /// What comes next in a replay; `nil` at its end, and after the first difference.
    func next() -> Occurrence? { state.withLock { $0.replayOccurrence() } }

    // MARK: What the node asks

    /// Whether this thread is one whose questions count.
    private var isListening: Bool { thread.load(ordering: .relaxed) == CurrentThread.number }

    /// Asks the world, or the recording.
    ///
    /// - Parameters:
    ///   - question: What is asked.
    ///   - live: Asks the world; in a replay it is what is answered from the first difference on.
    /// - Returns: The answer.
    func ask<Answer: RecordedAnswer>(_ question: Question, _ live: () -> Answer) -> Answer {
        guard isListening else { return live() }
        if isReplaying { return state.withLock { $0.replay(question, as: Answer.self) } ?? live() }
        let answer = live()
        state.withLock { $0.record(question, answer) }
        return answer
    }

    /// Asks what has nearly always the same answer, which then takes no room.
    ///
    /// - Parameters:
    ///   - question: What is asked.
    ///   - usual: The answer.
    ///   - live: As above.
    /// - Returns: The answer.
    @inline(__always)
    func ask<Answer: RecordedAnswer & Equatable>(
        _ question: Question,
        usually usual: Answer,
        _ live: () -> Answer
    ) -> Answer {
        guard isListening else { return live() }
        if isReplaying { return state.withLock { $0.replay(question, usually: usual) } ?? live() }
        let answer = live()
        state.withLock { $0.record(question, answer, usually: usual) }
        return answer
    }

    /// Asks for the time.
    func ask(_ clock: TapeState.TimeSource, _ live: () -> Int64) -> Int64 {
        guard isListening else { return live() }
        if isReplaying { return state.withLock { $0.replayTime(clock) } }
        let time = live()
        state.withLock { $0.record(time, of: clock) }
        return time
    }

    /// The time on the wall that the node was told last, in microseconds since 1970.
    var wall: Int64 { state.withLock { $0.times.wall } }

    /// The steady time that the node was told last, in nanoseconds.
    var monotonic: Int64 { state.withLock { $0.times.monotonic } }

    /// Notes bytes that leave the node.
    func note(_ flow: TapeFigures.Flow, _ bytes: Span<UInt8>, to number: Int) {
        guard isListening else { return }
        let hash = bytes.hash(seed: UInt64(truncatingIfNeeded: number))
        state.withLock { $0.figures.note(flow, hash, bytes.count) }
    }

    /// Notes bytes of a stream that were sent: the first of two spans.
    func noteSent(_ first: Span<UInt8>, _ second: Span<UInt8>, _ count: Int, to number: Int) {
        state.withLock { $0.noteSent(first, second, count, to: number) }
    }

    /// Hashes bytes that are sent to many, once.
    func beginBroadcast(_ first: Span<UInt8>, _ second: Span<UInt8>) {
        state.withLock { $0.broadcast = (first.hash(second), first.count + second.count) }
    }

    /// Forgets them.
    func endBroadcast() {
        state.withLock { $0.broadcast = nil }
    }

    /// Notes bytes that came to the node.
    func noteReceived(_ count: Int) {
        guard isListening else { return }
        state.withLock { $0.figures.received += count }
    }

    /// Says where a replay differs from the recording.
    func differ(asking question: String, recorded: String) {
        state.withLock { $0.differ(asking: question, recorded: recorded) }
    }

    /// The first place where a replay differs, if it does.
    var difference: RecordingDifference? { state.withLock { $0.difference } }
}
