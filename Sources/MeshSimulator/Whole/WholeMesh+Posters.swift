import ChannelProtocol
import JSON

extension WholeMesh {
    /// A poster posts what is next.
    mutating func open(_ guest: Int, _ poster: RelayPoster) {
        var poster = poster
        let messages = poster.open(choose(-1, for: guest))
        guests.all[guest] = .poster(poster)
        guard !messages.isEmpty else { return }
        // Which run took it in, nobody can tell.
        guests.runs[guest] = -Int32(poster.serial)
        note(messages, guest, serial: poster.serial)
        schedule(.unlessOpen(serial: poster.serial), of: guest, at: internet.now + 2_000_000_000)
    }

    /// A poster is told that what it posted is held, and how it is called, or it is refused.
    mutating func handleAnswer(_ status: Int, _ body: [UInt8], to guest: Int, _ poster: RelayPoster) {
        if scenario.sabotage == .refusePosts { return finish(guest, poster, refused: true) }
        if scenario.sabotage == .refuseAsWrong { judgeRefusal(400, of: poster, guest) }
        guard status == 202 else {
            judgeRefusal(status, of: poster, guest)
            return finish(guest, poster, refused: true)
        }
        let id = (try? JSONValue(parsing: body.span))?[EventMember.id]?.string
        // Whether it can be read is for who watches to say.
        if id == nil {
            guests.judge.object(.answeredWrongly(key: "a post", reader: "guest\(guest)"))
        }
        finish(guest, poster, postedAs: id, refused: id == nil)
    }

    /// A poster was refused that asked rightly: as by a node that does not serve or has no room, or takes shorter messages
    /// only.
    private mutating func judgeRefusal(_ status: Int, of poster: RelayPoster, _ guest: Int) {
        if status == 413, let message = poster.pending.first, isTooLongForSome(message) { return }
        judgeAnswer(status, to: "guest\(guest)")
    }

    /// Whether a node takes no message of this length of a client by the one file or the other.
    func isTooLongForSome(_ message: RelayMessage) -> Bool { message.length > scenario.clientLengthForAll }

    /// A poster's request came to something, or to nothing.
    mutating func finish(_ guest: Int, _ poster: RelayPoster, postedAs id: String? = nil, refused: Bool = false) {
        var poster = poster
        if let message = poster.finish(posted: id != nil, refused: refused), let id {
            handleAnswered(RelayAnswer(message: message, id: id), of: guest)
        }
        guests.all[guest] = .poster(poster)
        guard !poster.pending.isEmpty else { return }
        let wait = id != nil ? 0 : dice.pick(50_000_000...300_000_000)
        // Of all nodes one may take it only: whoever is refused asks one after the other.
        let next = refused ? (guests.nodes[guest] + 1) % hosts.count : -1
        schedule(.open(node: Int32(next), early: 0, serial: poster.serial), of: guest, at: internet.now + wait)
    }
}
