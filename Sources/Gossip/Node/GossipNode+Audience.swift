import Bytes

extension GossipNode {
    /// Where the first live client of a channel stands: it is sent what comes from now on.
    public mutating func place(atEndOf channel: Int) -> AudiencePlace {
        defer { checkInDebugBuilds(.logs) }
        let lossCount = logs.sealLosses(of: channel)
        return AudiencePlace(offset: channels.frames(of: channel)?.end ?? 0, lossCount: lossCount)
    }

    /// Moves the live clients over frames that are not for them.
    ///
    /// It changes nothing else. Mutating, as all that is asked in every turn: who keeps a node in a class then lends it, and
    /// would else copy it, with a reference to each of its parts, for each call.
    ///
    /// - Parameters:
    ///   - channel: Their channel.
    ///   - place: Where they are.
    /// - Returns: The next frames, which are for all of them; `nil` when there are none.
    public mutating func nextFrames(of channel: Int, for place: inout AudiencePlace) -> Range<Int>? {
        guard let end = channels.frames(of: channel)?.end else { return nil }
        while place.offset < end {
            guard let silent = channels.silentRange(of: channel, from: place.offset) else { return place.offset..<end }
            guard silent.contains(place.offset) else { return place.offset..<silent.lowerBound }
            place.advance(to: silent.upperBound)
        }
        return nil
    }

    /// Whether messages of a channel turned out to be lost since its live clients were told.
    ///
    /// Those who want to hear of it then read on by themselves, from where they are, and meet it in its place; and
    /// ``passLosses(of:for:)`` is called for the others.
    public mutating func hasUntoldLosses(in channel: Int, for place: AudiencePlace) -> Bool {
        logs.lossCount(of: channel) > place.lossCount
    }

    /// Moves the live clients of a channel past its losses.
    public mutating func passLosses(of channel: Int, for place: inout AudiencePlace) {
        defer { checkInDebugBuilds(.logs) }
        place.passLosses(upTo: logs.sealLosses(of: channel))
    }
}
