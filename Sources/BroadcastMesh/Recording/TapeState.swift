import Bytes
import Reactor

/// What stands behind a ``Tape``: one of its two ends, and what both of them count.
struct TapeState {
    /// What tells a node the time.
    enum TimeSource {
        case monotonic, wall, threadProcessor

        /// The question that is answered with its time.
        var question: Question {
            switch self {
            case .monotonic: Question(.monotonic)
            case .wall: Question(.wall)
            case .threadProcessor: Question(.threadProcessor)
            }
        }
    }

    /// The times that a node was told last.
    struct Times {
        /// The latest that is believed of a clock: in nanoseconds 36 years, in microseconds a thousand times that, and what is
        /// made of several times and a pause has room.
        static let latest = Int64.max / 8

        var monotonic: Int64 = 0
        var wall: Int64 = 0
        var threadProcessor: Int64 = 0

        /// One of them.
        subscript(clock: TimeSource) -> Int64 {
            get {
                switch clock {
                case .monotonic: monotonic
                case .wall: wall
                case .threadProcessor: threadProcessor
                }
            }
            set {
                switch clock {
                case .monotonic: monotonic = newValue
                case .wall: wall = newValue
                case .threadProcessor: threadProcessor = newValue
                }
            }
        }
    }

    var writer = RecordingWriter()
    var reader = RecordingReader()
    var figures = TapeFigures()
    var times = Times()

    /// The hash and the number of the bytes that are just sent to many.
    var broadcast: (hash: UInt64, count: Int)?

    /// How many calls in a row had their usual answer: those that were made, or those that are still to come.
    var usualCount = 0
    private var hasToldFailure = false

    /// Where the replay stopped being what was recorded.
    private(set) var difference: RecordingDifference?

    /// Why nothing is recorded any more, the first time.
    mutating func takeFailure() -> SystemError? {
        guard let failure = writer.failure, !hasToldFailure else { return nil }
        hasToldFailure = true
        return failure
    }

    /// Notes bytes of a stream that were sent: the first of two spans.
    mutating func noteSent(_ first: Span<UInt8>, _ second: Span<UInt8>, _ count: Int, to number: Int) {
        let hash: UInt64
        if let broadcast, broadcast.count == count {
            hash = broadcast.hash
        } else {
            hash = first.extracting(first: count).hash(second.extracting(first: max(0, count - first.count)))
        }
        figures.note(.sent, hash ^ UInt64(truncatingIfNeeded: number), count)
    }

    /// Keeps the first place where the replay is not what was recorded.
    mutating func differ(asking asked: String, recorded: String) {
        guard difference == nil else { return }
        difference = RecordingDifference(
            turn: figures.turns,
            event: figures.questions + figures.facts,
            asked: asked,
            recorded: recorded
        )
    }

    mutating func count(_ occurrence: Occurrence) {
        if case .turn = occurrence { figures.turns += 1 } else { figures.facts += 1 }
    }

    // MARK: Recording

    mutating func record(_ occurrence: Occurrence) {
        count(occurrence)
        writer.append { bytes in
            bytes.append(Mark.occurrence.rawValue)
            occurrence.write(to: &bytes)
        }
    }

    mutating func recordEnd() {
        recordUsual()
        let hash = figures.hash
        writer.append { bytes in
            bytes.append(Mark.end.rawValue)
            bytes.append(bigEndian: hash)
        }
        writer.flush()
    }

    mutating func record(_ question: Question, _ answer: some RecordedAnswer) {
        recordUsual()
        figures.questions += 1
        writer.append { bytes in
            question.write(to: &bytes)
            answer.write(to: &bytes)
        }
    }

    @inline(__always)
    mutating func record<Answer: RecordedAnswer & Equatable>(
        _ question: Question,
        _ answer: Answer,
        usually usual: Answer
    ) {
        guard answer == usual else { return record(question, answer) }
        usualCount += 1
        figures.questions += 1
    }

    mutating func record(_ time: Int64, of clock: TimeSource) {
        record(clock.question, time &- times[clock])
        times[clock] = time
    }

    private mutating func recordUsual() {
        guard usualCount > 0 else { return }
        let count = UInt64(usualCount)
        usualCount = 0
        writer.append { bytes in
            bytes.append(Mark.usual.rawValue)
            bytes.append(varint: count)
        }
    }
}

extension Span<UInt8> {
    /// A hash of these bytes and those that follow them, and of where they are cut.
    func hash(_ rest: Span<UInt8>) -> UInt64 {
        rest.isEmpty ? hash(seed: 0) : rest.hash(seed: hash(seed: 1))
    }
}
