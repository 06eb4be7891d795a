import ChannelProtocol

extension WholeScenario {
    /// Where relay clients go; `chat` is the name of the chat as well, and has nothing to do with it.
    static let relayPaths = ["/channels/tea", "/channels/chat", "/channels/gr%C3%BCn%20tea", "/socket", "/channels/"]

    /// Draws who else is there, and what people do otherwise than others.
    mutating func drawCrowd(seed: UInt64) {
        var dice = Dice(seed: seed, stream: 0x3402E)
        let odds = (0..<4).map { _ in dice.below(4) }
        crowd.manners = (0..<browsers).map { _ in
            WholeManners(rawValue: (0..<4).reduce(0) { $0 | (dice.below(6) < odds[$1] ? 1 << $1 : 0) })
        }
        // Most are on one channel, so that they hear each other.
        let paths = (0..<3).map { _ in Self.relayPaths[dice.below(Self.relayPaths.count)] }
        let (relays, posters) = (dice.below(5), dice.below(3))
        for _ in 0..<relays { drawRelay(paths[dice.below(4) == 0 ? 1 + dice.below(2) : 0], &dice) }
        for _ in 0..<posters { drawPoster(paths[dice.below(4) == 0 ? 1 : 0], &dice) }
        for _ in 0..<(dice.below(3) * dice.below(4)) { drawStranger(paths[0], &dice) }
        if dice.below(4) == 0 { drawRetention(paths[0], &dice) }
        drawPrograms(paths[0], seed: seed)
    }

    /// Draws how little nodes keep.
    private mutating func drawRetention(_ path: String, _ dice: inout Dice) {
        let odd = dice.below(4)
        if odd > 0 { crowd.retention = 4 << dice.below(6) }
        crowd.isNarrow = odd < 2
        if crowd.isNarrow { drawFlood(path, &dice) }
    }

    private mutating func drawRelay(_ path: String, _ dice: inout Dice) {
        let listening = WholeGuest.Listening(
            echoes: dice.below(3) > 0,
            history: dice.below(2) == 0 ? 1 << dice.below(8) : nil,
            pace: dice.below(6) == 0 ? 1 << dice.below(9) : nil
        )
        let (burst, reloads) = (1 << dice.below(6), dice.below(4))
        let deeds = (0..<(1 + dice.below(10))).map { _ in
            let time = dice.pick(Self.firstAction...quietAt)
            let isReload = dice.below(10) < reloads
            let reload = WholeGuest.Deed.Matter.reload(node: dice.below(nodes), early: dice.below(6))
            let bytes = dice.below(8) == 0 ? dice.below(5000) : dice.below(200)
            return WholeGuest.Deed(isReload ? reload : .post(1 + dice.below(burst), bytes: bytes), time: time)
        }
        crowd.guests.append(WholeGuest(.relay(listening), at: path, deeds))
    }

    /// Draws who speaks the channel protocol, with dice of its own: the others are who they were without.
    private mutating func drawPrograms(_ path: String, seed: UInt64) {
        var dice = Dice(seed: seed, stream: 0x3405E)
        // Elsewhere it is not spoken.
        let path = path.hasPrefix(ClientPath.channels) ? path : ClientPath.channels
        let (silence, values) = (dice.below(4), dice.below(4))
        for _ in 0..<dice.below(4) {
            let listening = WholeGuest.Listening(echoes: dice.below(6) >= silence, speaksEvents: true)
            let (burst, reloads) = (1 << dice.below(6), dice.below(5))
            let deeds = (0..<(1 + dice.below(10))).map { _ in
                let time = dice.pick(Self.firstAction...quietAt)
                let reload = WholeGuest.Deed.Matter.reload(node: dice.below(nodes), early: dice.below(4))
                let post = WholeGuest.Deed.Matter.post(1 + dice.below(burst), bytes: dice.below(300))
                return WholeGuest.Deed(dice.below(10) < reloads ? reload : post, time: time)
            }
            crowd.guests.append(WholeGuest(.relay(listening), at: path, deeds, postsJSON: dice.below(4) < values))
        }
        for guest in crowd.guests.indices {
            if case .poster = crowd.guests[guest].kind { crowd.guests[guest].postsJSON = dice.below(6) < values }
        }
        drawPaces(seed: seed)
    }

    /// Draws which programs read slowly: what belongs to a message must be there still when they come to it.
    private mutating func drawPaces(seed: UInt64) {
        var dice = Dice(seed: seed, stream: 0x340EE)
        let share = max(0, dice.below(4) - 1)
        for guest in crowd.guests.indices {
            guard case .relay(var listening) = crowd.guests[guest].kind, listening.speaksEvents,
                dice.below(4) < share
            else { continue }
            listening.pace = 64 << dice.below(6)
            crowd.guests[guest].kind = .relay(listening)
        }
    }

    /// Draws which nodes are embedded in programs that take part.
    mutating func drawEmbedding(seed: UInt64) {
        var dice = Dice(seed: seed, stream: 0x340DE)
        guard dice.below(3) == 0, !terrain.isRecorded else { return }
        let paths = crowd.guests.map(\.path).filter { $0.hasPrefix(ClientPath.channels) && $0 != "/channels/cellar" }
        for _ in 0...dice.below(3) {
            let path = paths.isEmpty ? "/channels/tea" : paths[dice.below(paths.count)]
            let deeds = (0...dice.below(8)).map { _ in
                let post = WholeGuest.Deed.Matter.post(1 + dice.below(8), bytes: dice.below(300))
                let again = WholeGuest.Deed.Matter.reload(node: -1, early: 0)
                let time = dice.pick(Self.firstAction...quietAt)
                return WholeGuest.Deed(dice.below(4) == 0 ? again : post, time: time)
            }
            let kind = WholeGuest.Kind.program(node: dice.below(nodes))
            crowd.guests.append(WholeGuest(kind, at: path, deeds, postsJSON: dice.below(3) == 0))
        }
    }

    /// More than a megabyte, in large messages.
    private mutating func drawFlood(_ path: String, _ dice: inout Dice) {
        let deeds = (0..<10).map { _ in
            let post = WholeGuest.Deed.Matter.post(1 + dice.below(5), bytes: 20_000 + dice.below(100_000))
            return WholeGuest.Deed(post, time: dice.pick(Self.firstAction...quietAt))
        }
        crowd.guests.append(WholeGuest(.relay(WholeGuest.Listening(echoes: dice.below(2) == 0)), at: path, deeds))
    }

    private mutating func drawPoster(_ path: String, _ dice: inout Dice) {
        // A request is a GET of a WebSocket, or the POST of a channel: elsewhere nobody posts.
        let path = path.hasPrefix(ClientPath.channels) ? path : ClientPath.channels
        let deeds = (0..<(1 + dice.below(6))).map { _ in
            let time = dice.pick(Self.firstAction...quietAt)
            return WholeGuest.Deed(.post(1 + dice.below(6), bytes: dice.below(400)), time: time)
        }
        crowd.guests.append(WholeGuest(.poster(keyed: dice.below(3) > 0), at: path, deeds))
    }

    private mutating func drawStranger(_ path: String, _ dice: inout Dice) {
        let mischief = Mischief.scripted[dice.below(Mischief.scripted.count)]
        let count = mischief == .deafness ? 1 : 1 + dice.below(3)
        let deeds = (0..<count).map { _ in
            WholeGuest.Deed(.reload(node: -1, early: 0), time: dice.pick(Self.firstAction...quietAt))
        }
        crowd.guests.append(WholeGuest(.stranger(mischief), at: path, deeds))
    }
}
