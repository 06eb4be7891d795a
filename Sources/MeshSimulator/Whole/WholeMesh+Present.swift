import JSON

/// Who is there, as nodes tell it: of people by name, of all clients how many.
///
/// It is asked two seconds before the end. So it is judged by those alone who have been where they are since long before
/// that, and are there in the end.
extension WholeMesh {
    /// For how long somebody has been there of whom all nodes have heard, in nanoseconds.
    private static let longEnough: Int64 = 4_000_000_000

    /// Everybody in the chat is shown where it is, and nobody else who is not one of those who chat.
    mutating func judgeUsers(_ status: JSONValue, of host: Int) {
        // Who came under the name of another keeps that out meanwhile.
        guard !guests.hasThief else { return }
        var places: [String: [String]] = [:]
        for user in status["users"]?.list ?? [] where user["channel"]?.string == "chat" {
            let name = user["username"]?.string ?? "?"
            if scenario.sabotage == .forgetUser, name == browsers[0].name { continue }
            places[name, default: []].append(user["node"]?.string ?? "?")
        }
        // Of who left a node without a word that node does not know.
        let leavesGhosts = browsers.contains { !$0.manners.isDisjoint(with: [.vanishes, .givesUp]) }
        let isWrong = browsers.indices.contains { number in
            guard hasStayed(browser: number) else { return false }
            let (shown, place) = (places[browsers[number].name] ?? [], "n\(browsers[number].node)")
            return leavesGhosts ? !shown.contains(place) : shown != [place]
        }
        let names = browsers.map(\.name).sorted()
        guard isWrong || !Set(places.keys).isSubset(of: names) else { return }
        judge.object(.usersDiffer(reader: "n\(host)", shown: places.keys.sorted(), expected: names))
    }

    /// A node counts those who are there, in all and in each channel.
    mutating func judgeClients(_ status: JSONValue, of host: Int) {
        let isHidden = scenario.sabotage == .forgetClients
        let people = browsers.indices.filter { browsers[$0].node == host && hasStayed(browser: $0) }
        var least = [Self.channel("chat", "chat"): people.count]
        for guest in guests.all.indices where guests.nodes[guest] == host && hasStayed(guest: guest) {
            least[Self.channel("relay", guests.plans[guest].channel), default: 0] += 1
        }
        let all = (channel: String?.none, count: least.values.reduce(0, +))
        let lines = status["channels"]?.list ?? []
        for (channel, count) in [all] + least.sorted(by: { $0.key < $1.key }).map({ ($0.key, $0.value) }) {
            let line = lines.first { Self.channel($0["kind"]?.string, $0["name"]?.string) == channel }
            let shown = isHidden ? 0 : (channel == nil ? status : line)?["clients"]?.integer ?? 0
            guard shown < count || shown > count + mostOthers else { continue }
            judge.object(.miscounts(node: "n\(host)", channel: channel, shown: shown, expected: count))
        }
    }

    /// What a channel of a kind is called here: it may have an empty name.
    private static func channel(_ kind: String?, _ name: String?) -> String { "\(kind ?? "?") \"\(name ?? "?")\"" }

    /// How many clients a node may count at most of whom nobody can tell whether they are there: whoever came lately may have
    /// come again and again, and a stranger, or who left without a word, is there for as long as the node takes it to be.
    private var mostOthers: Int {
        let strangers = scenario.crowd.guests.contains { if case .stranger = $0.kind { true } else { false } }
        let leavesGhosts = browsers.contains { !$0.manners.isDisjoint(with: [.vanishes, .givesUp]) }
        guard !strangers, !leavesGhosts else { return .max / 2 }
        let people = browsers.indices.count { !hasStayed(browser: $0) }
        return 4 * (people + guests.all.indices.count { !hasStayed(guest: $0) }) + 2
    }

    private func hasStayed(browser: Int) -> Bool {
        guard browsers[browser].isAttached, !scenario.crowd.slowReaders.contains(browser),
            let time = judge.readers[browser].connection.attachedAt
        else { return false }
        return time < scenario.probeAt - Self.longEnough
    }

    /// Who reads slowly may have been let go and not have come to that.
    private func hasStayed(guest: Int) -> Bool {
        guard case .relay(let client) = guests.all[guest], client.listening.pace == nil,
            let connection = client.connection, connection.isOpen, let time = connection.openedAt
        else { return false }
        return time < scenario.probeAt - Self.longEnough
    }
}
