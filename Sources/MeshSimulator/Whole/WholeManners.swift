import ChannelProtocol

/// What one person at a browser does otherwise than the others.
public struct WholeManners: OptionSet, Sendable {
    /// The sum of the habits.
    public let rawValue: Int

    /// Has the habits of a sum.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// Says again, under its key, whatever was not acknowledged, wherever it goes on.
    public static let resends = WholeManners(rawValue: 1)

    /// Wants to hear who came and left, after one list.
    public static let hearsChanges = WholeManners(rawValue: 2)

    /// Says things in the segment that asks for the WebSocket, without a wait for the answer.
    public static let isHasty = WholeManners(rawValue: 4)

    /// Gives every third message no key, and never says those again.
    public static let isCareless = WholeManners(rawValue: 8)

    /// Goes elsewhere when it is not taken in within milliseconds; it waits twice as long each time.
    public static let isHurried = WholeManners(rawValue: 16)

    /// Leaves a page as a network goes away: its node is told nothing, and the connection stays, without a sign of life.
    public static let vanishes = WholeManners(rawValue: 32)

    /// Leaves a node in the same way that has not taken it in: that never learns that nobody waits any more.
    public static let givesUp = WholeManners(rawValue: 64)

    /// Whether a node may count somebody with them who is not there any more.
    var leavesGhosts: Bool { !isDisjoint(with: [.vanishes, .givesUp]) }
}

/// What a person says once, or again.
struct Utterance: Equatable, Sendable {
    /// The words.
    var text: String

    /// By what a repetition is known.
    var key: String?

    /// Names the words that a person says under a number.
    init(_ number: Int, by name: String, keyed: Bool) {
        text = "\(name) says \(number)"
        key = keyed ? "\(name)-\(number)" : nil
    }

    /// What a browser sends.
    var json: String { String(decoding: ChatRequest.message(text, key: key), as: UTF8.self) }
}
