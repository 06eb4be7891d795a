extension GossipNode {
    /// Finds a channel or makes it, and keeps it until it is closed as often.
    ///
    /// - Parameters:
    ///   - kind: The name space.
    ///   - name: The name, in UTF-8, at most 256 bytes.
    /// - Returns: The channel's number.
    public mutating func openChannel(_ kind: ChannelKind, named name: [UInt8]) -> Int {
        defer { checkInDebugBuilds(.logs) }
        precondition(name.count <= ChannelKind.nameLimit, "a channel's name is longer than any may be")
        return logs.openChannel(ChannelKey(kind: kind, name: name))
    }

    /// Finds a channel, if there is one.
    public func channel(_ kind: ChannelKind, named name: [UInt8]) -> Int? {
        logs.number(of: ChannelKey(kind: kind, name: name))
    }

    /// Lets go of a channel; it goes away once nobody uses it and it holds nothing.
    public mutating func closeChannel(_ number: Int) {
        defer { checkInDebugBuilds(.logs) }
        logs.closeChannel(number)
    }

    /// Moves the numbers of the channels whose frames grew since the last call to the end of `numbers`.
    public mutating func takeGrownChannels(into numbers: inout [Int]) {
        defer { checkInDebugBuilds(.logs) }
        logs.takeGrownChannels(into: &numbers)
    }
}
