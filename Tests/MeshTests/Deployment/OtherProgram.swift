import FoundationEssentials
import Reactor
import Testing

/// A program that is not ours, where a machine has it.
struct OtherProgram: Sendable {
    let name: String

    /// Where it is; `nil` where it is not.
    var path: String? {
        let named = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        return (named + ["/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin", "/sbin", "/bin"])
            .map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Runs it to its end.
    func run(_ arguments: [String]) async throws -> MeshProgram.Run {
        guard let path else { throw DeadlinePassed(description: "there is no \(name) on this machine") }
        return try await MeshProgram.run(arguments, program: path)
    }

    /// Starts it; what it prints is passed over.
    func start(_ arguments: [String]) async throws -> ChildProcess {
        guard let path else { throw DeadlinePassed(description: "there is no \(name) on this machine") }
        return try await ChildProcess.start(path, arguments: arguments) { _, _ in }
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips a test on a machine without some programs.
    static func needs(_ names: String...) -> Self {
        .enabled(
            if: names.allSatisfy { OtherProgram(name: $0).path != nil },
            "\(names.joined(separator: " and ")): not on this machine"
        )
    }
}
