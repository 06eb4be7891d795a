import BroadcastMesh
import Reactor

/// The `mesh` program: finds the subcommand, runs it, and turns its end into an exit status.
@main enum MeshCommand {
    static func main() async {
        do {
            try StandardStream.openMissing()
            try checkDescriptors()
            try checkVariables()
            try await run(try CurrentProcess.arguments().dropFirst())
        } catch let error as CommandError {
            if !error.isQuiet { Console.complain("\(error)") }
            CurrentProcess.exit(error.exitStatus)
        } catch let error as CurrentProcess.NotText {
            let error = CommandError.usage("\(error)")
            Console.complain("\(error)")
            CurrentProcess.exit(error.exitStatus)
        } catch {
            Console.complain("mesh: \(error)")
            CurrentProcess.exit(1)
        }
    }

    /// Fails where fewer files may be open than any subcommand needs: libdispatch ends a process in which it cannot open
    /// its own.
    private static func checkDescriptors() throws(CommandError) {
        let limit = DescriptorLimit.raise()
        guard limit < fewestDescriptors else { return }
        throw .failure("only \(limit) files may be open at once here; raise that to \(fewestDescriptors) (ulimit -n)")
    }

    /// Fails where a variable that is asked for later says no text.
    private static func checkVariables() throws(CurrentProcess.NotText) {
        for name in ["MESH_KEY", "MESH_CONFIG", "MESH_URL"] { _ = try CurrentProcess.environmentVariable(name) }
    }

    /// The lowest limit of open files with which a node serves somebody.
    private static let fewestDescriptors = 16

    private static func run(_ words: ArraySlice<String>) async throws {
        let names = Subcommand.all.map(\.syntax.name)
        guard let first = words.first else {
            throw CommandError.usage("wanted one of \(names.joined(separator: ", "))")
        }
        if ["help", "--version"].contains(first), let surplus = words.dropFirst(first == "help" ? 2 : 1).first {
            throw CommandError.usage("\"\(surplus)\" is one argument too many")
        }
        switch first {
        case "help" where words.count == 2: try await run([words[words.startIndex + 1], "--help"])
        case "--help", "-h", "help": try Console.print(HelpText.program(Subcommand.all.map(\.syntax)))
        case "--version": try Console.print("mesh \(Version.current)")
        default:
            guard let subcommand = Subcommand.all.first(where: { $0.syntax.name == first }) else {
                let hint = didYouMean(first, among: names + ["--help", "--version", "help"])
                if hint.isEmpty, first.hasPrefix("-") {
                    throw CommandError.usage("\(first) is no subcommand; options follow one")
                }
                throw CommandError.usage("there is no subcommand \"\(first)\"\(hint)")
            }
            guard !Arguments.askForHelp(words.dropFirst()) else {
                return try Console.print(HelpText.subcommand(subcommand.syntax))
            }
            try await subcommand.run(try Arguments(parsing: words.dropFirst(), as: subcommand.syntax))
        }
    }
}
