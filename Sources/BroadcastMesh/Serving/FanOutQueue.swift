import Bytes

/// The channels whose live clients are to get something, the clients that are to go on by themselves, and what the fan-out
/// uses again in every turn.
struct FanOutQueue {
    /// How many messages and bytes are gathered before they are sent, in the middle of a client's portion.
    static let gatheredMessages = 1024
    static let gatheredBytes = 1 << 20

    /// The channels that have just grown.
    var grown: [Int] = []

    /// The audiences that were not given all that there is.
    private(set) var waiting = Queue<Int>()

    /// The clients to go on with, each once.
    var woken = Queue<ClientReference>()

    /// The clients that have had their portion of what is for them alone, and whose sockets may take more.
    var served = Queue<ClientReference>()

    /// The audiences of the rooms whose list of users is to be sent.
    var changedRooms: [Int] = []

    /// The members that did not take all.
    var stragglers: [Straggler] = []

    /// What was posted since the last fan-out, in messages and bytes.
    private(set) var postedCount = 0
    private(set) var postedBytes = 0

    /// Whether somebody waits for the next turn.
    var isEmpty: Bool { waiting.isEmpty }

    /// Whether so much was posted, or so many messages, that it must be given out before more is taken in.
    func mustGiveOut(after messages: Int) -> Bool {
        postedCount >= min(messages, Self.gatheredMessages) || postedBytes >= Self.gatheredBytes
    }

    /// Takes in that a message was posted.
    mutating func notePost(bytes: Int) {
        postedCount += 1
        postedBytes += bytes
    }

    /// Begins to count anew.
    mutating func forgetPosts() {
        postedCount = 0
        postedBytes = 0
    }

    /// Adds an audience, behind all others.
    mutating func append(_ audience: Int) { waiting.append(audience) }

    /// Takes out the audience that has waited longest.
    mutating func popFirst() -> Int? { waiting.popFirst() }
}
