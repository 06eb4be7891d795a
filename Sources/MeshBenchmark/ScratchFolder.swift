import Reactor

/// The name of a folder that a benchmark writes into, for as long as it runs.
struct ScratchFolder {
    /// Where it is; nobody else has the name.
    let path = "/tmp/mesh-benchmark-\(LinuxWorld().word())"

    private init() {}

    /// Has work done that may make the folder, and removes it with all that is in it, however the work ends.
    static func use<Outcome>(_ work: (ScratchFolder) async throws -> Outcome) async throws -> Outcome {
        let folder = ScratchFolder()
        do {
            let outcome = try await work(folder)
            try await folder.remove()
            return outcome
        } catch {
            try? await folder.remove()
            throw error
        }
    }

    private func remove() async throws {
        let removal = try await ChildProcess.start("/bin/rm", arguments: ["-rf", path]) { _, _ in }
        _ = await removal.exitStatus
    }
}
