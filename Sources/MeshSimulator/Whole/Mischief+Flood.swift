import WebSocket

extension Mischief {
    /// Pings without anything in them, the shortest frames there are, behind a while in which nothing happens.
    static let pingFlood: (steps: [StrangerStep], Consequence) = {
        let nothing: [UInt8] = []
        var pings: [UInt8] = []
        for _ in 0..<pingCount { Frame.encodeClient(.ping, nothing.span, maskingKey: 0x5EED_5EED, into: &pings) }
        // Where a node does not serve yet, they would be no frames.
        let begin: [StrangerStep] = [.send(upgrade("/channels/cellar?echo=false")), .upgraded, .wait(calm)]
        return (begin + [.send(pings), .wait(2_000_000_000)], .anything)
    }()

    /// How long it is quiet before, in nanoseconds.
    static let calm: Int64 = 800_000_000

    /// How many pings come at once: more than is received in one turn from one client.
    private static let pingCount = 5000

    /// How long one is, in bytes.
    static let pingBytes = 6
}
