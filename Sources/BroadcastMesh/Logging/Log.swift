public import Reactor

/// What a node tells the people who run it, one line for each thing that happened.
///
/// A line is one `write`, so the lines of several processes never mix. Writing never waits: when nobody reads the
/// log, lines are lost and counted rather than clients kept waiting. Any thread may log.
///
///     log.warning("link down", ["peer": "\(peer)", "reason": "silent for 3.5 s"])
public struct Log: Sendable {
    /// Lines that matter less are not told.
    public let level: LogLevel

    private let node: String
    private let format: LogFormat
    private let clock: @Sendable () -> Int64
    private let write: @Sendable (_ line: [UInt8]) -> Void

    /// Makes a log.
    ///
    /// - Parameters:
    ///   - node: The node whose log it is.
    ///   - level: What is told: this level and all that matter more.
    ///   - format: What a line looks like.
    ///   - clock: The time, in microseconds since 1970.
    ///   - write: Takes one line, with its newline; at most 4096 bytes.
    public init(
        node: String,
        level: LogLevel = .info,
        format: LogFormat = .text,
        clock: @escaping @Sendable () -> Int64 = Clock.wall,
        to write: @escaping @Sendable (_ line: [UInt8]) -> Void
    ) {
        self.node = node
        self.level = level
        self.format = format
        self.clock = clock
        self.write = write
    }

    /// Tells nothing: for tests, and for programs that have no use for a log.
    public static let silent = Log(node: "", level: .error, clock: { 0 }, to: { _ in })

    /// The same log with another clock, which tells microseconds since 1970.
    func timed(by clock: @escaping @Sendable () -> Int64) -> Log {
        Log(node: node, level: level, format: format, clock: clock, to: write)
    }

    /// Tells what only helps to find a mistake in this program; costs nothing when nobody listens.
    package func debug(
        _ message: @autoclosure () -> String,
        _ fields: @autoclosure () -> KeyValuePairs<String, LogValue> = [:]
    ) {
        tell(.debug, message, fields)
    }

    /// Tells what a mesh in good health does.
    package func info(_ message: String, _ fields: KeyValuePairs<String, LogValue> = [:]) {
        tell(.info, { message }, { fields })
    }

    /// Tells what the mesh copes with, but a person may want to mend.
    package func warning(_ message: String, _ fields: KeyValuePairs<String, LogValue> = [:]) {
        tell(.warning, { message }, { fields })
    }

    /// Tells what the mesh cannot cope with alone.
    package func error(_ message: String, _ fields: KeyValuePairs<String, LogValue> = [:]) {
        tell(.error, { message }, { fields })
    }

    private func tell(
        _ level: LogLevel,
        _ message: () -> String,
        _ fields: () -> KeyValuePairs<String, LogValue>
    ) {
        guard level >= self.level else { return }
        let fields = fields().map { (key: $0.key, value: $0.value) }
        let line = LogLine(time: clock(), level: level, node: node, message: message(), fields: fields)
        write(line.bytes(in: format))
    }
}
