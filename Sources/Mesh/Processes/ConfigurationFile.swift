import BroadcastMesh
import Reactor

/// A configuration that several processes are to read.
///
/// What comes out of a pipe, as from `<(…)` in a shell, comes once: it is read here, and kept where each of them finds it.
struct ConfigurationFile {
    /// The most that is kept, in bytes: as much as a configuration may have.
    private static let limit = 64 << 20

    /// Where the processes read it.
    let path: String

    /// Looks at what a person named.
    ///
    /// What cannot be opened is left to whoever reads it.
    init(_ named: String) throws(CommandError) {
        guard let file = try? File(named, .read), !file.isRegular else {
            path = named
            return
        }
        do throws(SystemError) {
            // One that is too large says so when it is read.
            let bytes = try file.readToEnd(limit: Self.limit) ?? [UInt8](repeating: 0, count: Self.limit + 1)
            path = try MemoryFile.make(bytes)
        } catch {
            throw .configuration(ConfigurationError(file: named, place: "", problem: "it cannot be read: \(error)"))
        }
    }
}
