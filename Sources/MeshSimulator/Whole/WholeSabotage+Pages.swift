/// What clients of the chat are told of what was said before, otherwise than it came.
extension WholeScenario.Sabotage {
    /// Changes a page of history.
    func distort(_ lines: [ChatLine], before: String, hasMore: Bool) -> [ChatNews] {
        let middle = lines.enumerated().filter { $0.offset != lines.count / 2 }.map(\.element)
        return switch self {
        case .turnHistory: [.history(before: before, lines.reversed(), more: hasMore)]
        case .emptyPage: [.history(before: before, [], more: hasMore)]
        case .denyHistory: [.notHeld]
        case .leaveHole: [.history(before: before, middle, more: hasMore)]
        case .claimMore: [.history(before: before, lines, more: true)]
        case .denyMore: [.history(before: before, lines, more: false)]
        default: [.history(before: before, lines, more: hasMore)]
        }
    }
}
