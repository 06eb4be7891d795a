import Reactor

/// The world of a replay: it knows nothing, for all answers are in the recording.
///
/// It is asked only where a replay differs from what was recorded, or has come to its end in the middle of a turn; what it
/// says has the turn end soon.
struct BlankWorld: World {
    /// What is the matter.
    static let failure = SystemError(call: "replay", code: SystemError.Code.brokenDisk)

    func monotonic() -> Int64 { 0 }
    func wall() -> Int64 { 0 }
    func threadProcessor() -> Int64 { 0 }
    func word() -> UInt64 { 0 }
    func directory(_ path: String) -> any Storage { BlankStorage(path: path) }
    func contents(of path: String, limit: Int) throws(SystemError) -> [UInt8]? { throw Self.failure }
    func addresses(of host: String, port: UInt16) throws(SystemError) -> [SocketAddress] { throw Self.failure }

    func resolve(host: String, port: UInt16) async throws(SystemError) -> [SocketAddress] { throw Self.failure }

    func perform(_ work: @escaping @Sendable () -> Void) throws(SystemError) {}
    func takeDescriptors() -> (limit: Int, open: Int) { (1024, 8) }
}

/// The directory of a replay that has come to its end: nothing is there.
struct BlankStorage: Storage {
    let path: String

    func path(of name: String) -> String { path.hasSuffix("/") ? path + name : "\(path)/\(name)" }
    func create() throws(SystemError) { throw BlankWorld.failure }
    func open(_ name: String, _ mode: File.Mode) throws(SystemError) -> any StorageFile { throw BlankWorld.failure }
    func names() throws(SystemError) -> [String] { throw BlankWorld.failure }
    func rename(_ name: String, to other: String) throws(SystemError) { throw BlankWorld.failure }
    func remove(_ name: String) throws(SystemError) { throw BlankWorld.failure }
    func sync() throws(SystemError) { throw BlankWorld.failure }
}
