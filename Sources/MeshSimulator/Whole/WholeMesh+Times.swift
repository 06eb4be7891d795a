/// Times of messages, and the clocks that they come from.
extension WholeMesh {
    /// A message has no time that is further ahead of its node's clock, as it was at its best, than nodes believe others.
    mutating func judgeTime(of news: ChatNews) {
        guard case .message(let line) = news, let host = Int(line.node.dropFirst()), hosts.indices.contains(host) else {
            return
        }
        let latest = hosts[host].clock.latestTime(at: internet.now) + Self.tolerance
        guard Int64(line.time) > latest / 1000 else { return }
        judge.object(.ahead(message: line.text, node: line.node, seconds: (Int64(line.time) - latest / 1000) / 1000))
    }

    /// How far ahead of its own clock a node follows others, and a second, in microseconds.
    private static let tolerance: Int64 = 61_000_000
}
