import Bytes

/// How far the live clients of a channel are: they were sent everything before it, and nothing behind it.
///
/// There is one for all of them. Whoever is elsewhere is no live client, but has a ``Reading`` of its own.
public struct AudiencePlace: Equatable, Sendable {
    /// The offset in the channel's frames.
    public private(set) var offset: Int

    /// How many of the channel's losses were told; see ``GossipNode/hasUntoldLosses(in:for:)``.
    public private(set) var lossCount: Int

    init(offset: Int, lossCount: Int) {
        self.offset = offset
        self.lossCount = lossCount
    }

    /// Takes notice that all were sent the frames up to `offset`.
    public mutating func advance(to offset: Int) {
        precondition(offset >= self.offset, "what was sent cannot be taken back")
        self.offset = offset
    }

    /// Takes notice that all who want to hear of losses have left, or were told of so many.
    mutating func passLosses(upTo count: Int) {
        lossCount = max(lossCount, count)
    }

    /// Whether a reader stands exactly here.
    public func admits(_ permit: LivePermit) -> Bool { permit.place == self }
}

/// Says that a reader has read exactly what the live clients of its channel were sent, and that nothing that comes
/// behind that was seen by its client before.
///
/// Only ``GossipNode/advance(_:in:upTo:limit:)`` makes one.
public struct LivePermit: Equatable, Sendable {
    let place: AudiencePlace
}

extension GossipNode {
    /// Where the first live client of a channel stands: it is sent what comes from now on.
    public mutating func place(atEndOf channel: Int) -> AudiencePlace {
        let lossCount = table.sealLosses(of: channel)
        return AudiencePlace(offset: table.frames(of: channel)?.end ?? 0, lossCount: lossCount)
    }

    /// Moves the live clients over frames that are not for them.
    ///
    /// - Parameters:
    ///   - channel: Their channel.
    ///   - place: Where they are.
    /// - Returns: The next frames, which are for all of them; `nil` when there are none.
    public func nextFrames(of channel: Int, for place: inout AudiencePlace) -> Range<Int>? {
        guard let end = table.frames(of: channel)?.end else { return nil }
        while place.offset < end {
            guard let silent = table.silentRange(of: channel, from: place.offset) else { return place.offset..<end }
            guard silent.contains(place.offset) else { return place.offset..<silent.lowerBound }
            place.advance(to: silent.upperBound)
        }
        return nil
    }

    /// Whether messages of a channel turned out to be lost since its live clients were told.
    ///
    /// Those who want to hear of it then read on by themselves, from where they are, and meet it in its place; and
    /// ``passLosses(of:for:)`` is called for the others.
    public func hasUntoldLosses(in channel: Int, for place: AudiencePlace) -> Bool {
        table.losses(of: channel).count > place.lossCount
    }

    /// Moves the live clients of a channel past its losses.
    public func passLosses(of channel: Int, for place: inout AudiencePlace) {
        place.passLosses(upTo: table.losses(of: channel).count)
    }
}
