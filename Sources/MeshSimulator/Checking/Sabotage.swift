/// A break of a promise that a test asks for: checkers that never object prove nothing.
enum Sabotage: Sendable {
    /// Clients get what was there before they came.
    case replay

    /// Clients get every message a second time.
    case `repeat`

    /// Clients miss a message now and then.
    case skip

    /// Clients get new messages in the opposite order.
    case reverse
}

extension Sabotage {
    /// What a client makes of the messages that it should get.
    func spoil(_ messages: [Int]) -> [Int] {
        switch self {
        case .replay: messages
        case .repeat: messages + messages
        case .skip: messages.filter { $0 % 16 != 0 }
        case .reverse: messages.reversed()
        }
    }
}
