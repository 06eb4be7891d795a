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
                Behind a balancer, --drain has it serve a while before that, so that new clients go elsewhere.
                SIGHUP has it read the configuration again: nodes, links, limits and keys change while it runs.
                """,
            positionals: [.init(name: "NODE", summary: "the node's name in the configuration")],
            options: [.config, .data, .fsync, .record, .drain, .demo, .log, .logLevel]
        ),
        run: runNode
    )
}

private func runNode(_ arguments: Arguments) async throws {
    ParentProcess.follow()
    let requests = try NodeRequest.stream()
    StandardStream.ignoreBrokenPipes()
    File.ignoreSizeLimits()
    let name = arguments["NODE"] ?? ""
    let log = Log.standardError(
        node: name,
        level: try arguments.choice(of: "--log-level") ?? .info,
        format: try arguments.choice(of: "--log") ?? .text
    )
    let mesh = try arguments.runnableConfiguration()
    guard let configuration = mesh.node(named: name) else { throw arguments.noNode(named: name, in: mesh) }
    try arguments.requireCertificates(of: mesh, for: name)

    let storage = try arguments.storage()
    let demonstration = try arguments.demonstration(of: mesh)
    let recording = try arguments.recording(of: configuration, in: mesh)
    let drain = Duration.seconds(try arguments.integer(of: "--drain", in: 0...300) ?? 0)

    do {
        let node =
            if let demonstration {
                try MeshNode(name, of: mesh, in: demonstration, storage: storage, log: log)
            } else {
                try MeshNode(name, of: mesh, storage: storage, log: log, recording: recording)
            }
        // It ends with the process: a node that has stopped still ends at once at a second signal.
        let rereading = Rereading {
            Result { () throws(CommandError) in try arguments.runnableConfiguration() }
        } whenLate: {
            log.warning("cannot read the configuration: its files do not answer", ["seconds": .integer(5)])
        } then: {
            await takeOver($0, for: node, arguments, log)
        }
        Task {
            for await request in requests {
                switch request {
                case .end: stop(node, after: drain)
                case .readAgain: await rereading.ask()
                }
            }
        }
        guard let address = try await start(node) else { return }
        if !isStopping.load(ordering: .relaxed) {
            let http = NodeAddress.local(Endpoint(host: configuration.http.host, port: address.port))
            let chat = "\(configuration.scheme)://\(http)/"
            announce("\(name): chat on \(chat) , gossip on \(configuration.gossip)", of: node)
        }
        // Here alone it is decided how the process ends: a node that could not write its last data throws.
        try await node.waitUntilStopped()
        if let failure = announcementFailure.withLock(\.self) { throw failure }
    } catch let error as CommandError {
        throw error
    } catch {
        throw CommandError.nodeFailure(name: name, reason: "\(error)")
    }
}

/// Why the line could not be written that tells that the node serves.
private let announcementFailure = Mutex<CommandError?>(nil)

/// Tells that the node serves, on a thread of its own: a terminal that nobody reads keeps no node from hearing a signal.
private func announce(_ line: String, of node: MeshNode) {
    let announce: @Sendable () -> Void = {
        do throws(CommandError) {
            try Console.announce(line)
        } catch {
            // Whoever waits for this line waits for ever: better no node than one that seems to hang.
            announcementFailure.withLock { $0 = error }
            Task { await node.stop() }
        }
    }
    do throws(SystemError) {
        try BackgroundThread.start(announce)
    } catch {
        // There is no room for a thread.
        announce()
    }
}

/// Whether the node was asked to stop, perhaps while it was starting.
private let isStopping = Atomic(false)

/// Starts the node.
///
/// - Returns: Where clients reach it; `nil` when it was asked to stop before it began.
private func start(_ node: MeshNode) async throws(MeshNodeError) -> SocketAddress? {
    do throws(MeshNodeError) {
        return try await node.start()
    } catch {
        guard error == .alreadyStarted, isStopping.load(ordering: .relaxed) else { throw error }
        return nil
    }
}

/// Stops the node at the first request, and the process at the second.
private func stop(_ node: MeshNode, after drain: Duration) {
    guard isStopping.exchange(true, ordering: .relaxed) == false else { CurrentProcess.exit(1) }
    Task { await node.stop(after: drain) }
}

/// Has the node go on as the file says by now; one with a mistake changes nothing.
private func takeOver(
    _ found: Result<MeshConfiguration, CommandError>,
    for node: MeshNode,
    _ arguments: Arguments,
    _ log: Log
) async {
    do throws(CommandError) {
        let mesh = try found.get()
        do throws(MeshNodeError) {
            try await node.reconfigure(mesh)
        } catch {
            let file = arguments.configurationPath
            throw .configuration(ConfigurationError(file: file, place: "", problem: "\(error)"))
        }
    } catch {
        log.error("cannot read the configuration again; nothing changes", ["reason": .string("\(error)")])
    }
}
