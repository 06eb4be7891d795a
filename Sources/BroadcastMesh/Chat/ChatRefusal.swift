import ChannelProtocol

/// A reason to turn a client away right after its upgrade, or to end its part in a chat.
///
/// All of them are told with the same close code; ``reason`` is what the user reads.
enum ChatRefusal: Error, Equatable {
    /// The query names no user.
    case missingUsername

    /// The query names a user of no characters.
    case emptyUsername

    /// The name has more than ``ChatEntry/longestUsername`` scalars.
    case usernameTooLong

    /// The name holds a control character, which could forge what others see.
    case controlCharacterInUsername

    /// Somebody in the reachable mesh holds the name in this channel.
    case usernameTaken(String)

    /// The session is shorter or longer than ``ChatEntry/sessionLengths``.
    case malformedSession

    /// `history` is no number.
    case malformedHistory

    /// `after` is no position.
    case malformedPosition

    /// A newer connection of the same client took the name over.
    case replaced

    /// The policy violation of RFC 6455 §7.4.1.
    static let closeCode: UInt16 = 1008

    /// What the close frame says; the frame cuts it to what it holds.
    var reason: String {
        switch self {
        case .missingUsername: "The query has no username"
        case .emptyUsername: "The username is empty"
        case .usernameTooLong: "The username is longer than \(ChatEntry.longestUsername) characters"
        case .controlCharacterInUsername: "The username has a control character in it"
        case .usernameTaken(let username): Reason.taken(username)
        case .malformedSession:
            "The session is not of \(ChatEntry.sessionLengths.lowerBound) to \(ChatEntry.sessionLengths.upperBound) characters"
        case .malformedHistory: "history is not a number"
        case .malformedPosition: "after is not a list of message IDs such as alpha@1763700000123/42"
        case .replaced: Reason.replaced
        }
    }
}
