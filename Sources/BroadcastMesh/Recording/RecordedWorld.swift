import Reactor

/// A world of which every answer is recorded, or comes from a recording.
struct RecordedWorld: World {
    /// What is asked while it is recorded.
    let source: any World

    let tape: Tape

    func monotonic() -> Int64 { tape.ask(.monotonic) { source.monotonic() } }

    func wall() -> Int64 { tape.ask(.wall) { source.wall() } }

    func threadProcessor() -> Int64 { tape.ask(.threadProcessor) { source.threadProcessor() } }

    func word() -> UInt64 { tape.ask(Question(.word)) { source.word() } }

    func recordedHash(_ hash: UInt128) -> UInt128 {
        let words = RecordedList([UInt64(truncatingIfNeeded: hash >> 64), UInt64(truncatingIfNeeded: hash)])
        let answer = tape.ask(Question(.secretHash)) { words }
        return answer.elements.reduce(0) { $0 << 64 | UInt128($1) }
    }

    func directory(_ path: String) -> any Storage {
        RecordedStorage(path: path, source: source.directory(path), tape: tape)
    }

    /// Asked by a node with a certificate only, and that is not recorded: a key must not be written down.
    func contents(of path: String, limit: Int) throws(SystemError) -> [UInt8]? {
        try source.contents(of: path, limit: limit)
    }

    func addresses(of host: String, port: UInt16) throws(SystemError) -> [SocketAddress] {
        try tape.ask(Question(.addresses, Int(port), host)) {
            Result { () throws(SystemError) in RecordedList(try source.addresses(of: host, port: port)) }
        }.get().elements
    }

    /// Asked by whoever drives a node, and not by the node.
    func resolve(host: String, port: UInt16) async throws(SystemError) -> [SocketAddress] {
        try await source.resolve(host: host, port: port)
    }

    /// Asked by whoever drives a node, and not by the node.
    func perform(_ work: @escaping @Sendable () -> Void) throws(SystemError) { try source.perform(work) }

    func takeDescriptors() -> (limit: Int, open: Int) {
        let answer = tape.ask(Question(.descriptors)) {
            let descriptors = source.takeDescriptors()
            return RecordedList([Int64(descriptors.limit), Int64(descriptors.open)])
        }.elements
        return (Self.count(answer.first), Self.count(answer.last))
    }

    /// So many descriptors; their numbers have 31 bits.
    private static func count(_ answer: Int64?) -> Int { Int(min(max(0, answer ?? 0), Int64(Int32.max))) }
}
