import Bytes
import MeshSimulator
import Reactor
import Synchronization

/// One scenario, run from a file, with a picture of it if somebody wants one.
struct ScenarioRun {
    /// The most that a scenario's file may have, in bytes.
    private static let fileLimit = 64 << 20

    /// What is run: gossip alone, or whole nodes.
    private enum Kind {
        case gossip(Scenario)
        case whole(WholeScenario)
    }

    private let kind: Kind

    /// Where the picture goes.
    let picture: String?

    /// Where all that happens is written, a line each.
    let story: String?

    /// Reads a scenario.
    ///
    /// - Throws: What is wrong with the file, and where.
    init(_ file: NamedFile, picture: String?, story: String?) throws(CommandError) {
        let bytes: [UInt8]
        do throws(CommandError) {
            bytes = try file.read(limit: Self.fileLimit, called: "than any scenario, 64 MiB")
        } catch {
            throw .usage(error.reason, subcommand: "simulate")
        }
        let hosts: Int
        do throws(ScenarioFileError) {
            if WholeScenario.isWhole(bytes.span) {
                let scenario = try WholeScenario(parsing: bytes.span)
                (kind, hosts) = (.whole(scenario), scenario.nodes)
            } else {
                let scenario = try Scenario(parsing: bytes.span)
                (kind, hosts) = (.gossip(scenario), scenario.hosts.count)
            }
        } catch {
            throw .usage("\(file.path): \(error)", subcommand: "simulate")
        }
        self.picture = picture
        self.story = story
        if picture != nil, hosts > Picture.hostLimit {
            throw .usage("a picture has room for \(Picture.hostLimit) nodes", subcommand: "simulate")
        }
    }

    /// Runs it, draws it, and says what came of it.
    ///
    /// - Throws: When it breaks a promise, or the picture cannot be written.
    func run() throws(CommandError) {
        switch kind {
        case .gossip(let scenario): try run(scenario)
        case .whole(let scenario): try run(scenario)
        }
    }

    private func run(_ scenario: Scenario) throws(CommandError) {
        var scenario = scenario
        scenario.keepsChronicle = true
        let lines = Mutex<[UInt8]>([])
        if story != nil { scenario.narrator = { line in lines.withLock { $0 += Array("\(line)\n".utf8) } } }
        let outcome = scenario.run()
        if let story { try Self.write(lines.withLock { $0 }, to: story) }
        let broken = outcome.violations.isEmpty ? nil : scenario.explanation(of: outcome)
        try tell(broken, Picture(of: scenario, outcome), outcome.figures.deliveryCount, outcome.hash)
    }

    private func run(_ scenario: WholeScenario) throws(CommandError) {
        var scenario = scenario
        scenario.terrain.keepsChronicle = true
        let outcome = scenario.run()
        if let story { try Self.write(Array(outcome.story.utf8), to: story) }
        let broken = outcome.violations.isEmpty ? nil : scenario.explanation(of: outcome)
        try tell(broken, Picture(of: scenario, outcome), outcome.hearings, outcome.hash)
    }

    private func tell(
        _ broken: String?,
        _ drawn: Picture?,
        _ deliveries: Int,
        _ hash: UInt64
    ) throws(CommandError) {
        if let broken { try Console.print(broken) }
        if let drawn {
            try Console.print(Timeline(drawn).text)
            if let picture {
                try Self.write(Array(drawn.svg.utf8), to: picture)
                try Console.print("drawn in \(picture)")
            }
        }
        try Console.print(
            """
            \(Quantity.count(deliveries)) deliveries to clients
            hash \(hash.hexadecimal), the same for this file in every process and every build
            """
        )
        guard broken == nil else { throw CommandError.failure("the mesh broke a promise") }
    }

    /// Keeps what is left of a seed that broke a promise, and says how to see both again.
    ///
    /// - Parameters:
    ///   - file: What is left.
    ///   - seed: The seed.
    ///   - options: What the whole seed needs, as `--nodes 25`.
    /// - Throws: When it cannot be written.
    static func keep(_ file: [UInt8], of seed: UInt64, runAgainBy options: String) throws(CommandError) {
        let path = "seed-\(seed).json"
        try write(file, to: path)
        try Console.print(
            """
            the whole seed again: mesh simulate \(options) --seeds 1 --seed \(seed)
            what is left of it: mesh simulate --scenario \(path) --picture seed-\(seed).svg
            """
        )
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
