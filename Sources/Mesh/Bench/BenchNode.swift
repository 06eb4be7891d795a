import MeshClient
import Reactor

/// The node that is measured: one that runs somewhere, or one that was started for it, with a neighbour if need be.
struct BenchNode: Sendable {
    /// Where clients go.
    let address: NodeAddress

    /// Another node of its mesh, if there is one.
    let neighbour: NodeAddress?

    /// Whose word is taken for certificates.
    let trust: ServerTrust

    private let own: [ChildProcess]

    /// A node that runs somewhere; its first neighbour is the other one.
    static func running(at address: NodeAddress, trusting trust: ServerTrust) async throws -> BenchNode {
        let status = try await AskedNode(at: address, trusting: trust).status().status
        let linked = Set(status.links.filter { $0.state == "up" }.map(\.peer))
        let other = status.nodes.first { linked.contains($0.name) }.flatMap { try? address.beside($0.http) }
        return BenchNode(address: address, neighbour: other, trust: trust, own: [])
    }

    /// Starts a pair of nodes on this machine, or one alone, in memory only; they end with this process.
    ///
    /// - Parameters:
    ///   - isPair: Whether there are two.
    ///   - program: What is started; `nil` for this program.
    ///   - patience: How long they may take until they serve.
    /// - Returns: The nodes, which serve.
    /// - Throws: ``CommandError/failure(_:)`` when they end instead, with other ports too, or take longer.
    static func start(
        isPair: Bool,
        program: String? = nil,
        patience: Duration = .seconds(30)
    ) async throws -> BenchNode {
        guard let program = program ?? CurrentProcess.program else {
            throw CommandError.failure("this program cannot be found in /proc")
        }
        // A port that was free may be somebody's by the time that a node wants it.
        for _ in 0..<attempts {
            if let node = try await attempt(isPair: isPair, program, patience) { return node }
        }
        throw CommandError.failure("the node that was started to be measured ended at once")
    }

    /// How often a start is tried.
    private static let attempts = 3

    /// Starts them once; `nil` where one of them ends.
    private static func attempt(isPair: Bool, _ program: String, _ patience: Duration) async throws -> BenchNode? {
        let file = try ConfigurationFile(text: try configuration(isPair: isPair))
        var processes: [ChildProcess] = []
        var printed: [AsyncStream<String>] = []
        for name in isPair ? ["alpha", "bravo"] : ["alpha"] {
            let (lines, continuation) = AsyncStream.makeStream(of: String.self)
            printed.append(lines)
            let arguments = ["run", name, "--config", file.path, "--log-level", "error"]
            let process = try await ChildProcess.start(program, arguments: arguments) { output, line in
                if output == .standardOutput { continuation.yield(line) } else { Console.complain(line) }
            }
            processes.append(process)
            Task {
                _ = await process.exitStatus
                continuation.finish()
            }
        }
        let deadline = ContinuousClock.now + patience
        let alarm = Task { [processes] in
            try await Task.sleep(until: deadline)
            for process in processes { process.send(.kill) }
        }
        defer { alarm.cancel() }
        var addresses: [NodeAddress] = []
        for lines in printed {
            var lines = lines.makeAsyncIterator()
            guard let address = await lines.next().flatMap(ReadyTable.address) else {
                for process in processes { process.send(.kill) }
                for process in processes { _ = await process.exitStatus }
                guard ContinuousClock.now < deadline else {
                    throw CommandError.failure("the node that was started to be measured did not serve in \(patience)")
                }
                return nil
            }
            addresses.append(try NodeAddress(address))
        }
        return BenchNode(
            address: addresses[0],
            neighbour: addresses.dropFirst().first,
            trust: .system,
            own: processes
        )
    }

    /// What the kernel says of its process; `nil` of one that was not started here.
    var process: ProcessFigures? { own.first.map { ProcessFigures(number: $0.number) } }

    /// What its loop has spent on a processor, in nanoseconds; `nil` where it does not tell.
    func spent() async throws -> Double? {
        if let process { return try process.spent() }
        let answer = try? await AskedNode(at: address, trusting: trust).get("\(address.base)/metrics")
        let name = "mesh_turn_cpu_seconds_sum "
        let line = answer?.text.split(separator: "\n").first { $0.hasPrefix(name) }
        return line.flatMap { Double($0.dropFirst(name.count)) }.map { $0 * 1e9 }
    }

    /// Ends what was started.
    func end() async {
        for process in own { process.send(.kill) }
        for process in own { _ = await process.exitStatus }
    }

    private static func configuration(isPair: Bool) throws(CommandError) -> String {
        do throws(SystemError) {
            // Both are taken at once, so they are not the same.
            let network = try LinuxNetwork()
            let first = try network.listen(on: .loopback())
            let second = try network.listen(on: .loopback())
            let bravo = #"{"name":"bravo","http":"127.0.0.1:0","gossip":"\#(second.localAddress)"}"#
            return #"""
                {"nodes":[{"name":"alpha","http":"127.0.0.1:0","gossip":"\#(first.localAddress)",
                "peers":[\#(isPair ? "\"bravo\"" : "")]}\#(isPair ? ",\(bravo)" : "")]}
                """#
        } catch {
            throw .failure("\(error)")
        }
    }
}
