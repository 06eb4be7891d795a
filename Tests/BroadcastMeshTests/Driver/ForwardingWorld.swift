import Reactor

/// The real world but for what a test says otherwise.
protocol ForwardingWorld: World {
    /// The real one.
    var real: LinuxWorld { get }
}

extension ForwardingWorld {
    func monotonic() -> Int64 { real.monotonic() }
    func wall() -> Int64 { real.wall() }
    func threadProcessor() -> Int64 { real.threadProcessor() }
    func word() -> UInt64 { real.word() }
    func directory(_ path: String) -> any Storage { real.directory(path) }
    func contents(of path: String, limit: Int) throws(SystemError) -> [UInt8]? {
        try real.contents(of: path, limit: limit)
    }

    func addresses(of host: String, port: UInt16) throws(SystemError) -> [SocketAddress] {
        try real.addresses(of: host, port: port)
    }
    func resolve(host: String, port: UInt16) async throws(SystemError) -> [SocketAddress] {
        try await real.resolve(host: host, port: port)
    }
    func perform(_ work: @escaping @Sendable () -> Void) throws(SystemError) { try real.perform(work) }
    func takeDescriptors() -> (limit: Int, open: Int) { real.takeDescriptors() }
}
