extension WholeScenario.Sabotage {
    /// Changes what one of the clients hears.
    ///
    /// - Parameters:
    ///   - news: What it hears.
    ///   - count: How many messages all clients have heard.
    ///   - browser: Which client.
    /// - Returns: What the judge is told of.
    func distort(_ news: ChatNews, heard count: Int, by browser: Int) -> [ChatNews] {
        switch news {
        case .message(let line) where count == 10: distort(line)
        case .message(let line) where self == .changeHistory: [.message(line.later)]
        case .gap where self == .hideGap: []
        case .history(let before, let lines, let more): distort(lines, before: before, hasMore: more)
        case .attached where self == .hideArrival: []
        case .users where self == .withholdUsers: []
        case .users(let names, let nodes) where self == .hideUser && browser == 0:
            [.users(names.dropLast(), nodes: nodes.map { $0.filter { $0.key != names.last } })]
        case .usersChanged where self == .forgetChange: []
        case .acknowledged(_, _, 2) where self == .answerTwice: [news, news]
        case .acknowledged(_, _, 2) where self == .forgetCopies: []
        case .acknowledged(let key, let id, let copies) where self == .misnameCopy:
            [.acknowledged(key: key, id: id + "0", copies: copies)]
        case .attached, .message, .users, .usersChanged, .gap, .acknowledged, .notHeld, .other: [news]
        }
    }

    private func distort(_ line: ChatLine) -> [ChatNews] {
        var other = line
        switch self {
        case .repeatMessage: return [.message(line), .message(line)]
        case .loseMessage: return []
        case .forgeMessage: other.text = "nobody said so"
        case .swapMessages: other.id += "000"
        case .antedate: other.time = 1
        case .postdate: other.time += 1_000_000
        case .dropKey: other.key = nil
        case .inventLoss: return [.message(line), .gap(1)]
        default: break
        }
        return [.message(other)]
    }
}

extension ChatLine {
    /// The same a little later.
    fileprivate var later: ChatLine {
        var line = self
        line.time += 0.001
        return line
    }
}
