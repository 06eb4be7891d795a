import Gossip
import Reactor

extension Peers {
    /// Tells the gossip on which links something waits to be read, so that nobody is given up for what was not read here.
    ///
    /// - Parameters:
    ///   - waiting: The sockets that wait to be served.
    ///   - gossip: Judges who is silent.
    ///   - now: The time.
    func noteUnread(in waiting: ReadySources, with gossip: inout GossipNode, at now: Moment) {
        for slot in 0..<lines.slotCount {
            guard let line = lines[slot: slot], case .linked(let link) = line.stage else { continue }
            gossip.noteUnread(waiting.hasUnread(line.token.rawValue), on: link, at: now)
        }
        guard let port else { return }
        // All paths share one socket.
        let isUnread = waiting.hasUnread(Token(.gossipDatagrams).rawValue)
        for slot in 0..<port.slotCount {
            if let path = port[slot: slot] { gossip.noteUnread(isUnread, on: path.link, at: now) }
        }
    }
}
