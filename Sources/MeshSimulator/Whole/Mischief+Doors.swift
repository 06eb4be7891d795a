/// What somebody does at the port of clients who does not speak as a node with a certificate wants it.
extension Mischief {
    /// What is done, and what comes of it where the node has none.
    var atDoor: (steps: [StrangerStep], Consequence) {
        switch self {
        case .plainWords: ([.send(Self.request("GET /health")), .wait(Self.patience)], .answers([200]))
        case .wrongGreeting: ([.send([22, 3, 3, 0, 4, 1, 2, 3, 4]), .wait(Self.patience)], .end)
        case .halfGreeting: ([.send([22, 3, 3]), .wait(Self.longestGreeting)], .end)
        default: ([], .anything)
        }
    }

    /// What comes of it instead where the node has a certificate, or has none.
    func consequence(atSealedDoor isSealed: Bool) -> Consequence? {
        self == .plainWords && isSealed ? .sentAway(400) : nil
    }

    /// Whether it is done through a seal where nodes have certificates.
    var speaksThroughSeal: Bool { isClient && !Self.doors.contains(self) }

    /// How long somebody waits who begins a greeting, in nanoseconds: a handshake has ten seconds.
    static let longestGreeting: Int64 = 14_000_000_000
}
