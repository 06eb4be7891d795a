import ChannelProtocol
import JSON

/// Who is in the channel, and what of a change a person is told.
struct PresentUsers {
    private let own: String
    private var usernames: [String]?

    /// Nobody is known yet; of `own` no coming and going is told.
    init(own: String) {
        self.own = own
    }

    /// Takes in the whole list: told as it is to a newcomer, as what changed to everybody else.
    mutating func handleList(_ event: JSONValue) -> [ChatNews] {
        guard let now = event[EventMember.usernames]?.list?.compactMap(\.string) else { return [] }
        defer { usernames = now }
        guard let before = usernames else { return [.present(now)] }
        let (old, new) = (Set(before), Set(now))
        let left = before.filter { !new.contains($0) && $0 != own }
        let joined = now.filter { !old.contains($0) && $0 != own }
        return left.map(ChatNews.left) + joined.map { .joined($0, node: event[EventMember.nodes]?[$0]?.string) }
    }

    /// Takes in what changed of the list.
    mutating func handleChange(_ event: JSONValue) -> [ChatNews] {
        guard let before = usernames else { return [] }
        var present = Set(before)
        var news: [ChatNews] = []
        let left = (event[EventMember.left]?.list ?? []).compactMap(\.string)
        for username in left where present.remove(username) != nil {
            if username != own { news.append(.left(username)) }
        }
        var now = before.filter(present.contains)
        if case .object(let joined)? = event[EventMember.joined] {
            for username in joined.keys.sorted() where present.insert(username).inserted {
                now.append(username)
                if username != own { news.append(.joined(username, node: joined[username]?.string)) }
            }
        }
        usernames = now
        return news
    }
}
