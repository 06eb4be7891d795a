/// The real world.
public struct LinuxWorld: World {
    private let resolver: Resolver

    /// The machine as it is.
    ///
    /// - Parameter resolver: What finds the addresses of names, for whoever must not wait.
    public init(resolver: Resolver = .shared) {
        self.resolver = resolver
    }

    /// See ``World/monotonic()``.
    public func monotonic() -> Int64 { Clock.monotonic() }

    /// See ``World/wall()``.
    public func wall() -> Int64 { Clock.wall() }

    /// See ``World/threadProcessor()``.
    public func threadProcessor() -> Int64 { Clock.threadProcessor() }

    /// See ``World/word()``.
    public func word() -> UInt64 { RandomBytes.word() }

    /// See ``World/gzip(_:)``: by zlib.
    public func gzip(_ text: [UInt8]) -> [UInt8]? { unsafe Zlib.shared?.gzip(text) }

    /// See ``World/directory(_:)``.
    public func directory(_ path: String) -> any Storage { Directory(path) }

    /// See ``World/contents(of:limit:)``.
    public func contents(of path: String, limit: Int) throws(SystemError) -> [UInt8]? {
        try File(path, .read).readToEnd(limit: limit)
    }

    /// See ``World/addresses(of:port:)``.
    public func addresses(of host: String, port: UInt16) throws(SystemError) -> [SocketAddress] {
        try SocketAddress.resolve(host: host, port: port)
    }

    /// See ``World/resolve(host:port:)``.
    public func resolve(host: String, port: UInt16) async throws(SystemError) -> [SocketAddress] {
        try await resolver.resolve(host: host, port: port)
    }

    /// See ``World/perform(_:)``.
    public func perform(_ work: @escaping @Sendable () -> Void) throws(SystemError) {
        try BackgroundThread.start(work)
    }

    /// See ``World/takeDescriptors()``.
    public func takeDescriptors() -> (limit: Int, open: Int) {
        (DescriptorLimit.raise(), DescriptorLimit.openCount)
    }
}
