/// All that a node asks of the outside: time, chance, files, names, threads, descriptors.
///
/// Sockets and datagrams are the matter of a ``Network``, beside it. ``LinuxWorld`` is the real one. Another one has a
/// clock that a test moves, a seed, a disk in memory, names that mean what a test says.
public protocol World: Sendable {
    /// Nanoseconds since some moment in the past; never steps, so timers use it.
    func monotonic() -> Int64

    /// Microseconds since 1970; may step, so only time stamps use it.
    func wall() -> Int64

    /// What the calling thread has spent on a processor since it began, in nanoseconds.
    func threadProcessor() -> Int64

    /// One integer that nobody can foresee, every value equally likely.
    func word() -> UInt64

    /// The hash of a secret, as it is known to this world.
    ///
    /// A world that is recorded keeps this and not the secret, and says it again when it is replayed; all others say what
    /// they are told.
    func recordedHash(_ hash: UInt128) -> UInt128

    /// A directory that a journal keeps its files in; nothing is opened yet.
    func directory(_ path: String) -> any Storage

    /// Reads a file of the configuration whole; the caller waits.
    ///
    /// - Parameters:
    ///   - path: Where it is.
    ///   - limit: The most to read, in bytes.
    /// - Returns: The bytes, or `nil` when there are more than `limit`.
    /// - Throws: `open PATH: …`.
    func contents(of path: String, limit: Int) throws(SystemError) -> [UInt8]?

    /// Finds the addresses of a host; the caller waits.
    ///
    /// - Parameters:
    ///   - host: A name, or a numeric address without brackets.
    ///   - port: The port that the addresses get.
    /// - Returns: At least one address.
    /// - Throws: `getaddrinfo HOST: …` when there is none.
    func addresses(of host: String, port: UInt16) throws(SystemError) -> [SocketAddress]

    /// Finds the addresses of a host, and nobody's thread waits; see ``Resolver``.
    ///
    /// - Parameters:
    ///   - host: A name, or a numeric address without brackets.
    ///   - port: The port that the addresses get.
    /// - Returns: At least one address, in the order in which they should be tried.
    /// - Throws: `getaddrinfo HOST: …` when there is none, or no answer in time.
    func resolve(host: String, port: UInt16) async throws(SystemError) -> [SocketAddress]

    /// Does work that blocks, where nobody waits for it.
    ///
    /// - Parameter work: What to do; it tells its result to whoever is to know.
    /// - Throws: When there is no thread for it.
    func perform(_ work: @escaping @Sendable () -> Void) throws(SystemError)

    /// A text as gzip (RFC 1952), for whoever takes it so.
    ///
    /// A world that is recorded has none: another machine would make other bytes of the same text.
    ///
    /// - Parameter text: The text.
    /// - Returns: The bytes; `nil` where there is nothing to make them with.
    func gzip(_ text: [UInt8]) -> [UInt8]?

    /// Takes as many descriptors as the process may have.
    ///
    /// - Returns: How many that are, and how many of them are open.
    func takeDescriptors() -> (limit: Int, open: Int)
}

extension World {
    /// What it is told.
    public func recordedHash(_ hash: UInt128) -> UInt128 { hash }

    /// Nothing.
    public func gzip(_ text: [UInt8]) -> [UInt8]? { nil }
}
