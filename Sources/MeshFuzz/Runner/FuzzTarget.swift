/// Something that takes input from outside.
struct FuzzTarget: Sendable {
    /// What it is called on the command line.
    let name: String

    /// What is fed, and what must hold.
    let summary: String

    /// Makes an input from a trial's seed, feeds it, and looks whether all is well.
    let feed: @Sendable (inout Trial) throws(BrokenInvariant) -> Void

    /// All of them.
    static let all: [FuzzTarget] = [
        .gossip, .greeting, .forgery, .datagrams, .journal, .requests, .answers, .webSocketServer, .webSocketClient,
        .configuration, .chat, .channel, .positions, .upgrade, .segments, .segmentContents, .sealedPath, .sealedStream,
        .secureGreeting, .pastPaths,
    ]
}
