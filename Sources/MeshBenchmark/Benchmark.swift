/// Something that is measured.
struct Benchmark: Sendable {
    /// What it is called on the command line.
    let name: String

    /// What is measured, in words.
    let summary: String

    /// Measures it.
    let run: @Sendable () async throws -> [Figure]

    /// Everything that is measured, in this order.
    static let all = [
        Benchmark(name: "resume", summary: "a client that comes back and missed nothing") { Resuming.figures() },
        Benchmark(name: "requests", summary: "heads of requests, harmless and not") { Requests.figures() },
        Benchmark(name: "memory", summary: "what messages take beside what retention charges") { try Memory.figures() },
        Benchmark(name: "channels", summary: "what a channel takes that was used once") { try Memory.channelFigures() },
        Benchmark(name: "runs", summary: "what a run takes that is over") { try DeadRuns.figures() },
        Benchmark(name: "gaps", summary: "messages that leave a gap each") { GapsBetween.figures() },
        Benchmark(name: "tls", summary: "what HTTPS costs: deliveries, clients, handshakes (needs openssl)") {
            try await SecureServing.figures()
        },
        Benchmark(name: "class", summary: "the class BroadcastChannel of MeshClient at a node (needs openssl)") {
            try await ChannelClass.figures()
        },
        Benchmark(name: "large", summary: "turns of a node that has very many clients and channels") {
            try await LargeNode.figures()
        },
        Benchmark(name: "turns", summary: "turns of a node whose clients flood it") { try await Turns.figures() },
    ]
}

/// One number.
struct Figure: CustomStringConvertible, Sendable {
    /// What it is of.
    let subject: String

    /// The number, in `unit`.
    let value: Double

    /// What it is counted in.
    let unit: String

    /// What it must not exceed, if anything is promised.
    var bar: Double?

    /// Whether more is there than is promised.
    var isTooMuch: Bool { bar.map { value > $0 } ?? false }

    /// All of it in one line.
    var description: String {
        let promise = bar.map { "\(isTooMuch ? ", TOO MUCH" : ""), at most \(Self.text($0))" }
        return "\(subject): \(Self.text(value)) \(unit)\(promise ?? "")"
    }

    /// A number with two decimals, or none where it is large.
    private static func text(_ value: Double) -> String {
        value >= 100 ? "\(Int(value.rounded()))" : "\((value * 100).rounded() / 100)"
    }
}
