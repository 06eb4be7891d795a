import Bytes
import Gossip

/// Who posts faster than everybody gets it is not read on: so its own connection holds it up, and nobody loses anything.
extension Serving {
    /// Whether some are still to be given what others have been given.
    var isFanningOut: Bool { !fanOut.isEmpty }

    /// Whether so much waits behind what the clients of a channel are just given that nobody may add to it.
    ///
    /// - Parameters:
    ///   - channel: The channel.
    ///   - bytes: How much that is, in bytes of frames.
    ///   - gossip: Has the frames.
    /// - Returns: Whether it does.
    mutating func isCrowded(_ channel: Int, by bytes: Int, with gossip: inout GossipNode) -> Bool {
        let (plain, events) = (audiences.number(of: channel, as: .plain), audiences.number(of: channel, as: .events))
        if let plain, isBehind(plain, by: bytes, with: &gossip) { return true }
        if let events, isBehind(events, by: bytes, with: &gossip) { return true }
        return false
    }

    private mutating func isBehind(_ audience: Int, by bytes: Int, with gossip: inout GossipNode) -> Bool {
        guard let round = audiences[audience].round else { return false }
        let channel = audiences[audience].channel
        if (gossip.channels.frames(of: channel)?.end ?? 0) - audiences[audience].place.offset >= bytes { return true }
        return gossip.channels.givenCount(of: channel) - round.messageCount > mostBehind
    }

    /// How many messages may wait behind what the clients of a channel are just given: well below what is held of it.
    var mostBehind: Int { min(Self.crowdedMessages, settings.retentionMessages / 4) }

    /// Whether nobody may add to any channel, since one of them is too far behind.
    mutating func isOvercrowded(with gossip: inout GossipNode) -> Bool {
        for audience in fanOut.waiting where isBehind(audience, by: Self.overcrowdedBytes, with: &gossip) {
            return true
        }
        return false
    }
}
