import MeshClient

/// What happens to a session that runs, one thing after the other: what its one connection has to say, its deadline, and
/// whatever else it listens to.
///
/// Until the next is asked for, nothing more is read from the node; what an earlier connection still says is passed over.
struct Occasions<Other: Sendable> {
    /// One thing that happened.
    enum Occasion: Sendable {
        /// The connection has news.
        case news(NodeConnection.News)

        /// The deadline may have come.
        case timer

        /// Something else.
        case other(Other)
    }

    private enum Input: Sendable {
        case report(CurrentConnection.Report)
        case timer
        case other(Other)
    }

    private let continuation: AsyncStream<Input>.Continuation
    private var inputs: AsyncStream<Input>.Iterator
    private var current: CurrentConnection
    private var alarm = Alarm()

    /// The connection lets nothing more in until this one was dealt with.
    private var pending: CurrentConnection.Report?

    /// Begins without a connection and a deadline.
    ///
    /// - Parameter trust: Whose word is taken for the certificates of nodes.
    init(trusting trust: ServerTrust = .system) {
        current = CurrentConnection(trusting: trust)
        let (events, continuation) = AsyncStream.makeStream(of: Input.self)
        self.continuation = continuation
        inputs = events.makeAsyncIterator()
    }

    /// Tells of something else, from wherever it happened.
    var report: @Sendable (Other) -> Void {
        { [continuation] other in continuation.yield(.other(other)) }
    }

    /// The connection, if there is one.
    var connection: NodeConnection? { current.connection }

    /// Hangs up, and dials.
    mutating func dial(_ url: String) {
        current.dial(url) { [continuation] report in
            if case .terminated = continuation.yield(.report(report)) { false } else { true }
        }
    }

    /// Ends the connection, if there is one.
    mutating func hangUp() { current.hangUp() }

    /// Sends a text, once the connection is open.
    func send(_ text: String) { current.send(text) }

    /// Sets when to be told that time has passed.
    ///
    /// - Parameter deadline: When, in monotonic nanoseconds; `nil` for never.
    mutating func setDeadline(_ deadline: Int64?) {
        alarm.set(deadline) { [continuation] in continuation.yield(.timer) }
    }

    /// Waits for what happens next.
    ///
    /// - Returns: `nil` once all is over.
    mutating func next() async -> Occasion? {
        goOn()
        while let input = await inputs.next(isolation: #isolation) {
            switch input {
            case .report(let report):
                pending = report
                if current.made(report) { return .news(report.news) }
                goOn()
            case .timer:
                alarm.reset()
                return .timer
            case .other(let other):
                return .other(other)
            }
        }
        return nil
    }

    /// Listens no more, and lets those go who still wait to be heard.
    mutating func finish() async {
        goOn()
        continuation.finish()
        while let input = await inputs.next(isolation: #isolation) {
            if case .report(let report) = input { report.done.resume() }
        }
    }

    private mutating func goOn() {
        pending.take()?.done.resume()
    }
}
