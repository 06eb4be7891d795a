import Bytes
import Gossip

extension MeshNode {
    /// Gives a client a place in a channel: it is sent what is delivered from now on.
    ///
    /// - Parameters:
    ///   - client: A client whose connection was just opened.
    ///   - channel: A channel that was opened for it.
    ///   - user: Who speaks, in a chat.
    ///   - echoes: Whether the client gets what it posts itself.
    ///   - replay: What the client reads before it is live, if anything.
    func attach(
        _ client: Client,
        to channel: Int,
        as user: User? = nil,
        echoes: Bool = true,
        reading replay: Replay? = nil
    ) {
        while audiences.count <= channel { audiences.append(Audience(reached: 0)) }
        if audiences[channel].clientCount == 0 {
            audiences[channel] = Audience(reached: gossip.channels.frames(of: channel)?.end ?? 0)
        }
        audiences[channel].clientCount += 1
        attachedCount += 1
        var seat = Seat(channel: Int32(channel))
        seat.echoes = echoes
        seat.user = user
        seat.frameCount = audiences[channel].frameCount
        seat.usersVersion = audiences[channel].usersVersion
        seat.reader = replay.map { ChannelReader($0) }
        client.seat = seat
        if seat.reader == nil { catchUp(client) } else { woken.append(client.reference) }
    }

    /// Takes a client out of its channel, and gives its name back; what is under way stays.
    func leaveChannel(_ client: Client) {
        guard let seat = client.seat else { return }
        fallBehind(client)
        client.seat = nil
        attachedCount -= 1
        audiences[Int(seat.channel)].clientCount -= 1
        if let user = seat.user {
            holders[user.claim] = nil
            gossip.leave(user.claim, at: now)
        }
        if audiences[Int(seat.channel)].clientCount == 0 {
            changedRooms.removeAll { $0 == Int(seat.channel) }
        }
        gossip.closeChannel(Int(seat.channel))
    }
}
