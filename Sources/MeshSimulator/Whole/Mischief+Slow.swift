/// What comes slowly, and what a node makes of it: the bounds stand in the contract.
extension Mischief {
    /// What is done, and what comes of it.
    var slowly: (steps: [StrangerStep], Consequence) {
        switch self {
        case .tricklingHead:
            // The whole head has ten seconds.
            return (Self.drops(of: Self.request("GET /health"), 12, every: 1_200_000_000), .sentAway(408))
        case .tricklingBody: return (Self.trickle(behind: Self.post(60_000)), .sentAway(408))
        case .tricklingFrame:
            let upgrade = Self.upgrade("/channels/cellar")
            return (Self.trickle(behind: upgrade + [0x82, 0xFF, 0, 0, 0, 0, 0, 1, 0, 0, 1, 2, 3, 4]), .close(1008))
        case .silentBody:
            return ([.send(Self.post(9) + Array("half".utf8)), .wait(14_000_000_000)], .sentAway(408))
        case .slowBody:
            let parts = Self.drops(of: Array(repeating: 0x61, count: 12), 12, every: 1_500_000_000)
            return ([.send(Self.post(12))] + parts, .answers([202]))
        default: return ([], .anything)
        }
    }

    /// How long it takes, in nanoseconds.
    var duration: Int64 {
        slowly.steps.reduce(500_000_000) { if case .wait(let time) = $1 { $0 + time } else { $0 } }
    }

    /// A post of so many bytes, without them.
    private static func post(_ count: Int) -> [UInt8] {
        request("POST /channels/cellar", "Content-Length: \(count)\r\n")
    }

    /// A byte every four seconds, for longer than a message may take to come at whatever rate.
    private static func trickle(behind start: [UInt8]) -> [StrangerStep] {
        [.send(start)] + drops(of: Array(repeating: 0x61, count: 17), 17, every: 4_000_000_000)
    }

    /// The first bytes of some, one by one; and a while in which the answer may come.
    private static func drops(of bytes: [UInt8], _ count: Int, every interval: Int64) -> [StrangerStep] {
        bytes.prefix(count).flatMap { [.send([$0]), .wait(interval)] } + [.wait(2_000_000_000)]
    }
}
