/// Those who post under keys that the sessions of others guard.
extension WholeMesh {
    /// Whoever steals posts under the key of a message, and under the next one of its sender.
    ///
    /// When somebody hears it as the first, those do so who are on other nodes, where it may not be yet; later each where it
    /// hears it itself.
    mutating func offerToThieves(_ hearing: RelayHearing, heardBy guest: Int, on channel: String) {
        guard !guests.thieves.guests.isEmpty, let key = hearing.key, GuestSession.guards(key) else { return }
        let isFirst = guests.thieves.note(key)
        for thief in guests.thieves.guests where guests.plans[thief].channel == channel {
            guard thief == guest || isFirst && guests.nodes[thief] != guests.nodes[guest],
                case .relay(var client) = guests.all[thief]
            else { continue }
            client.steal(key)
            if let next = Self.next(hearing) { client.steal(next) }
            guests.all[thief] = .relay(client)
        }
    }

    /// The key under which the same sender posts what it posts next: somebody guesses it.
    private static func next(_ hearing: RelayHearing) -> String? {
        RelayMessage.read(hearing.bytes).map { GuestSession(of: $0.speaker).key(of: $0.number + 1) }
    }

    /// A client is told that a key is not its own.
    mutating func handleRefusal(of guest: Int) {
        guard case .relay(var client) = guests.all[guest] else { return }
        let wasDue = client.takeRefusal()
        guests.all[guest] = .relay(client)
        if !wasDue { guests.judge.object(.forged(message: "error", reader: "guest\(guest)")) }
    }

    /// Who posted under keys of others was refused each time.
    mutating func judgeThief(_ guest: Int, _ client: RelayClient) {
        guard let thief = client.thief, thief.owed > 0 else { return }
        judge.object(.notRefused(reader: "guest\(guest)", count: thief.owed))
    }
}
