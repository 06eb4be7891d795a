package import Reactor

/// Runs a node again that was recorded: the same turns, with the same answers of the world, and without one.
///
///     var replay = try NodeReplay(contentsOf: "alpha.recording")
///     let outcome = replay.run(log: log)
///     print(outcome.difference ?? "the same")
///
/// What the node asks is compared with what it asked then, and what it would send with a hash of what it sent, turn by
/// turn; the first difference ends the replay.
public struct NodeReplay {
    /// The node's name.
    public var node: String { title.node }

    /// The version of the program that recorded it.
    public var version: String { title.version }

    private let title: RecordingTitle
    private let mesh: MeshConfiguration
    private let tape: Tape

    /// What the node has begun, and is told of later.
    private var errands = ReplayedErrands()

    /// Opens a recording.
    ///
    /// - Parameter source: Gives its next bytes, so many unless there are fewer.
    /// - Throws: When it is none that can be replayed.
    package init(
        of source: @escaping @Sendable (_ count: Int) -> Result<[UInt8], SystemError>
    ) throws(RecordingError) {
        var reader = RecordingReader(from: source)
        _ = reader.goOn()
        title = try RecordingTitle(from: &reader.input)
        reader.format = title.format
        tape = Tape(reading: reader)
        mesh = try Self.mesh(title.mesh)
    }

    /// A configuration that was recorded.
    private static func mesh(_ json: [UInt8]) throws(RecordingError) -> MeshConfiguration {
        let surroundings = ConfigurationSurroundings(
            readFile: { _ in nil },
            // It was found to be on its machine when it was read there.
            resolve: { _ in [.loopback()] }
        )
        do throws(ConfigurationError) { return try MeshConfiguration(parsing: json, in: surroundings) } catch {
            throw .configuration("\(error)")
        }
    }

    /// Runs it.
    ///
    /// - Parameters:
    ///   - lastTurn: The turn after which to stop; without one, the end of the recording.
    ///   - log: Takes the node's lines, with the times that they had; its level need not be the one of then.
    /// - Returns: What came of it.
    /// - Throws: When this program cannot run such a node.
    public mutating func run(until lastTurn: Int = .max, log: Log = .silent) throws(MeshNodeError) -> ReplayOutcome {
        let tape = tape
        let settings = try NodeSettings(title.node, of: mesh, log: log.timed { tape.wall })
        let world = RecordedWorld(source: BlankWorld(), tape: tape)
        let network = RecordedNetwork(BlankNetwork(), on: tape)
        guard let first = tape.next() else { return outcome(state: 0) }
        guard case .made = first else {
            tape.differ(asking: "to be made", recorded: "\(first)")
            return outcome(state: 0)
        }
        tape.begin(.made)
        var node = Node(settings, storage: title.storage, in: world, on: network)
        tape.end()
        let start = tape.monotonic
        while tape.figures.turns < lastTurn, let occurrence = tape.next() {
            tape.begin(occurrence)
            deal(with: occurrence, &node)
            tape.end()
            errands.take(node.takeDirectives())
        }
        return outcome(state: node.stateHash, since: start)
    }

    private mutating func deal(with occurrence: Occurrence, _ node: inout Node) {
        switch occurrence {
        case .made: break
        // Also a start that fails was recorded, and ends the node.
        case .started: _ = try? node.start()
        case .turn(let events): _ = node.turn(events)
        case .fact(let fact):
            guard let fact = errands.fact(fact) else {
                return tape.differ(asking: "nothing that this would answer", recorded: "\(fact)")
            }
            node.handle(fact)
        case .reconfigured(let json):
            do throws(RecordingError) {
                let mesh = try Self.mesh(json)
                // What it objected to, it objects to again.
                _ = try? node.reconfigure(mesh)
            } catch {
                tape.differ(asking: "a configuration of which \(error)", recorded: "a configuration")
            }
        case .ended(let state):
            guard state != node.stateHash else { return }
            tape.differ(asking: "to a state with another hash", recorded: "the end of the node")
        }
    }

    private func outcome(state: UInt64, since start: Int64 = 0) -> ReplayOutcome {
        ReplayOutcome(
            figures: tape.figures,
            nanoseconds: tape.monotonic &- start,
            state: state,
            difference: tape.difference,
            end: tape.finish
        )
    }
}
