import Reactor

/// What a program that runs nodes is asked for by signals.
enum NodeRequest: Sendable {
    /// To end: Ctrl-C, `kill`, and the terminal that goes, unless `nohup` said otherwise.
    case end

    /// To read its configuration again: `kill -HUP`.
    case readAgain

    /// How long after a SIGHUP it shows whether the terminal has gone: where it ends with its shell, the signal comes first.
    private static let patience: Duration = .milliseconds(100)

    /// Catches signals from now on, for as long as the stream is kept; see `Signals.stream(of:)`.
    ///
    /// - Throws: When the kernel has no room for a pipe or a thread.
    static func stream() throws(SystemError) -> AsyncStream<NodeRequest> {
        let endsWithTerminal = !Signal.hangUp.isIgnored && Terminal.isControlling
        let signals = try Signals.stream(of: [.interrupt, .terminate, .hangUp])
        let (stream, continuation) = AsyncStream.makeStream(of: NodeRequest.self)
        Task {
            var echo = SignalEcho()
            for await signal in signals {
                guard signal == .hangUp else {
                    if echo.isAnother(at: Clock.monotonic()) { continuation.yield(.end) }
                    continue
                }
                if endsWithTerminal, Terminal.isControlling { try? await Task.sleep(for: patience) }
                continuation.yield(endsWithTerminal && !Terminal.isControlling ? .end : .readAgain)
            }
        }
        return stream
    }
}
