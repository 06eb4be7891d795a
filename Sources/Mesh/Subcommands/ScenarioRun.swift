import MeshSimulator
import Reactor
import Synchronization

/// One scenario, run from a file, with a picture of it if somebody wants one.
struct ScenarioRun {
    /// The most that a scenario's file may have, in bytes.
    private static let fileLimit = 64 << 20

    /// What is run.
    var scenario: Scenario

    /// Where the picture goes.
    let picture: String?

    /// Where all that happens is written, a line each.
    let story: String?

    /// Reads a scenario.
    ///
    /// - Throws: What is wrong with the file, and where.
    init(file path: String, picture: String?, story: String?) throws(CommandError) {
        let bytes: [UInt8]?
        do throws(SystemError) {
            bytes = try File(path, .read).readToEnd(limit: Self.fileLimit)
        } catch {
            throw .usage("\(error)", subcommand: "simulate")
        }
        guard let bytes else { throw .usage("\(path) is too large for a scenario", subcommand: "simulate") }
        do throws(ScenarioFileError) {
            scenario = try Scenario(parsing: bytes.span)
        } catch {
            throw .usage("\(path): \(error)", subcommand: "simulate")
        }
        self.picture = picture
        self.story = story
        if picture != nil, scenario.hosts.count > Picture.hostLimit {
            throw .usage("a picture has room for \(Picture.hostLimit) nodes", subcommand: "simulate")
        }
    }

    /// Runs it, draws it, and says what came of it.
    ///
    /// - Throws: When it breaks a promise, or the picture cannot be written.
    func run() throws(CommandError) {
        var scenario = scenario
        scenario.keepsChronicle = true
        let lines = Mutex<[UInt8]>([])
        if story != nil { scenario.narrator = { line in lines.withLock { $0 += Array("\(line)\n".utf8) } } }
        let outcome = scenario.run()
        if let story { try Self.write(lines.withLock { $0 }, to: story) }
        if !outcome.violations.isEmpty {
            try Console.print(scenario.explanation(of: outcome))
        }
        if let drawn = Picture(of: scenario, outcome) {
            try Console.print(Timeline(drawn).text)
            if let picture {
                try Self.write(Array(drawn.svg.utf8), to: picture)
                try Console.print("drawn in \(picture)")
            }
        }
        try Console.print(
            """
            \(Quantity.count(outcome.figures.deliveryCount)) deliveries to clients
            hash \(String(outcome.hash, radix: 16)), the same for this file in every process and every build
            """
        )
        guard outcome.violations.isEmpty else { throw CommandError.failure("the mesh broke a promise") }
    }

    /// Replaces a file.
    static func write(_ bytes: [UInt8], to path: String) throws(CommandError) {
        do throws(SystemError) {
            try File(path, .replace).write(bytes.span)
        } catch {
            throw .failure("\(error)")
        }
    }
}
