import BroadcastMesh
import Reactor
import Synchronization

extension Subcommand {
    /// `mesh run`: starts one node.
    static let run = Subcommand(
        syntax: CommandSyntax(
            name: "run",
            summary: "Start one node",
            discussion: """
                Prints one line when the node serves. Ctrl-C stops it within five seconds; a second one at once.
                """,
            positionals: [.init(name: "NODE", summary: "the node's name in the configuration")],
            options: [.config, .data, .fsync, .log, .logLevel]
        ),
        run: runNode
    )
}

private func runNode(_ arguments: Arguments) async throws {
    ParentProcess.follow()
    StandardStream.ignoreBrokenPipes()
    let name = arguments["NODE"] ?? ""
    let log = Log.standardError(
        node: name,
        level: try arguments.choice(of: "--log-level") ?? .info,
        format: try arguments.choice(of: "--log") ?? .text
    )
    let mesh = try arguments.runnableConfiguration()
    guard let configuration = mesh.node(named: name) else { throw arguments.noNode(named: name, in: mesh) }

    let storage = try arguments.storage()

    let signals = try Signals.stream(of: Signal.requestsToEnd)
    do {
        let node = try MeshNode(name, of: mesh, storage: storage, log: log)
        // It ends with the process: a node that has stopped still ends at once at a second signal.
        Task { await stopOnSignal(node, signals) }
        let address = try await node.start()
        if !isStopping.load(ordering: .relaxed) {
            let http = NodeAddress.local(Endpoint(host: configuration.http.host, port: address.port))
            do throws(CommandError) {
                try Console.announce("\(name): chat on http://\(http)/ , gossip on \(configuration.gossip)")
            } catch {
                // Whoever waits for this line waits for ever: better no node than one that seems to hang.
                await node.stop()
                throw error
            }
        }
        // Here alone it is decided how the process ends: a node that could not write its last data throws.
        try await node.waitUntilStopped()
    } catch let error as CommandError {
        throw error
    } catch {
        throw CommandError.nodeFailure(name: name, reason: "\(error)")
    }
}

/// Whether the node was asked to stop, perhaps while it was starting.
private let isStopping = Atomic(false)

/// Stops the node at the first signal, and the process at the second.
private func stopOnSignal(_ node: MeshNode, _ signals: AsyncStream<Signal>) async {
    for await _ in signals {
        guard isStopping.exchange(true, ordering: .relaxed) == false else { CurrentProcess.exit(1) }
        Task { await node.stop() }
    }
}
