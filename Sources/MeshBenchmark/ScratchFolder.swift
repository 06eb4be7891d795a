import Reactor

/// The name of a folder that a benchmark writes into, and removes when it is done.
struct ScratchFolder {
    /// Where it is; nobody else has the name.
    let path = "/tmp/mesh-benchmark-\(LinuxWorld().word())"

    /// Removes it, and what is in it.
    func remove() async throws {
        let removal = try await ChildProcess.start("/bin/rm", arguments: ["-r", path]) { _, _ in }
        _ = await removal.exitStatus
    }
}
