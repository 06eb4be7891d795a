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
        var places: [String: [String]] = [:]
        for user in status["users"]?.list ?? [] where user["channel"]?.string == "chat" {
            let name = user["username"]?.string ?? "?"
            if scenario.sabotage == .forgetUser, name == browsers[0].name { continue }
            places[name, default: []].append(user["node"]?.string ?? "?")
        }
        if scenario.sabotage == .showTwice { places[browsers[0].name]?.append("n0") }
        let isWrong = browsers.indices.contains { number in
            guard hasStayed(browser: number) else { return false }
            let (shown, place) = (places[browsers[number].name] ?? [], "n\(browsers[number].node)")
            return browsers[number].manners.leavesGhosts ? !shown.contains(place) : shown != [place]
        }
        let names = browsers.map(\.name).sorted()
        guard isWrong || !Set(places.keys).isSubset(of: names) else { return }
        judge.object(.usersDiffer(reader: "n\(host)", shown: places.keys.sorted(), expected: names))
    }

    /// A node counts those who are there, in all and in each channel.
    mutating func judgeClients(_ status: JSONValue, of host: Int) {
        let (isHidden, excess) = (scenario.sabotage == .forgetClients, scenario.sabotage == .countMany ? 100 : 0)
        let people = browsers.indices.filter { browsers[$0].node == host && hasStayed(browser: $0) }
        var least = [Self.channel("chat", "chat"): people.count]
        for guest in guests.all.indices where guests.nodes[guest] == host && hasStayed(guest: guest) {
            least[Self.channel("relay", guests.plans[guest].channel), default: 0] += 1
        }
        let all = (channel: String?.none, count: least.values.reduce(0, +))
        let lines = status["channels"]?.list ?? []
        for (channel, count) in [all] + least.sorted(by: { $0.key < $1.key }).map({ ($0.key, $0.value) }) {
            let line = lines.first { Self.channel($0["kind"]?.string, $0["name"]?.string) == channel }
            let told = (channel == nil ? status : line)?["clients"]?.integer ?? 0
            let shown = isHidden ? 0 : told + excess
            guard shown < count || shown > count + mostOthers else { continue }
            judge.object(.miscounts(node: "n\(host)", channel: channel, shown: shown, expected: count))
        }
    }

    /// What a channel of a kind is called here: it may have an empty name.
    private static func channel(_ kind: String?, _ name: String?) -> String { "\(kind ?? "?") \"\(name ?? "?")\"" }

    /// How many clients a node may count at most of whom nobody can tell whether they are there: whoever came lately may have
    /// come again and again; a stranger, and who leaves without a word, is there for as long as the node takes it to be, once
    /// for each time that it came.
    private var mostOthers: Int {
        let people = browsers.indices.reduce(0) { sum, number in
            let browser = browsers[number]
            let ghosts = browser.manners.leavesGhosts ? Int(browser.serial) : 0
            return sum + ghosts + (hasStayed(browser: number) ? 0 : Self.mostAtOnce)
        }
        let others = guests.all.indices.reduce(0) { sum, number in
            switch guests.all[number] {
            case .relay: sum + (hasStayed(guest: number) ? 0 : Self.mostAtOnce)
            case .stranger(let stranger): sum + (stranger.mischief.isClient ? Int(stranger.serial) : 0)
            case .poster, .program: sum
            }
        }
        return people + others + 2
    }

    /// How many connections a node takes at most for open of one client that came lately.
    private static let mostAtOnce = 4

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
