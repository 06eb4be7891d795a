/// What somebody does to a node of a demonstration, and what many do together.
extension Mischief {
    /// What is done, and what comes of it.
    ///
    /// - Parameters:
    ///   - path: A link of a demonstration, as it is asked for.
    ///   - dice: Chance.
    /// - Returns: The steps, and what comes of them.
    func crowd(at path: String, _ dice: inout Dice) -> (steps: [StrangerStep], Consequence) {
        switch self {
        case .cuttingLink: return Self.play(with: path, "down", for: dice.pick(200_000_000...Self.longestPlay))
        case .slowingLink: return Self.play(with: path, "slow", for: dice.pick(200_000_000...Self.longestPlay))
        case .crashing: return ([.send(Self.request("POST /demo/crash")), .wait(Self.patience)], .answers([202]))
        case .meddling:
            let exchanges = [
                Exchange("GET /demo/crash", 405), Exchange("OPTIONS \(path)", 204), Exchange("POST /demo/nothing", 404),
                Exchange("POST \(path)?state=sideways", 400), Exchange("POST \(path)", 400),
                Exchange("POST /demo/links/nobody?state=up", 404),
                Exchange("POST \(path)?state=down", "Origin: http://elsewhere.example\r\n", "", 403),
                Exchange("POST \(path)?state=up", "Origin: null\r\n", "", 403), Exchange("HEAD /", 200),
            ]
            return ([.send(exchanges.flatMap(\.bytes)), .wait(Self.patience)], .answers(exchanges.map(\.status)))
        case .knocking: return ([.wait(Self.longestPlay)], .anything)
        case .hoarding:
            let length = Self.hoardLength
            let head = Self.request("POST /channels/cellar", "Content-Length: \(length)\r\n")
            let (most, rest) = ([UInt8](repeating: 0x61, count: length - 100), [UInt8](repeating: 0x61, count: 100))
            let steps: [StrangerStep] = [.send(head + most), .wait(5_000_000_000), .send(rest), .wait(Self.patience)]
            return (steps, .taken(202, orSentAway: 503))
        case .roaming:
            let posts = (0..<Self.roamedChannels).flatMap { number -> [UInt8] in
                Self.request("POST /channels/cellar-\(number)", "Content-Length: 1\r\n") + [0x61]
            }
            return ([.send(posts), .wait(Self.patience)], .answers(Array(repeating: 202, count: Self.roamedChannels)))
        case .deafFigures, .staleFigures:
            let wait: StrangerStep = .wait(self == .staleFigures ? Self.longestHoard : Self.longestHoard / 2)
            let isStale = self == .staleFigures
            return ([.stopReading, .send(Self.request("GET /status")), wait], isStale ? .end : .anything)
        default: return ([], .anything)
        }
    }

    /// How long somebody plays at the most, in nanoseconds.
    static let longestPlay: Int64 = 2_500_000_000

    /// In how many channels somebody posts something who roams.
    static let roamedChannels = 800

    /// How long it takes at the most to post in hundreds of channels, in nanoseconds.
    static let roamingTime: Int64 = 3_000_000_000

    /// How long it takes at the most until newer figures have overtaken the oldest, in nanoseconds.
    static let longestHoard: Int64 = 20_000_000_000

    /// How long a post is of which several together are more than a node that keeps a megabyte has room for, in bytes.
    private static let hoardLength = 131_072

    /// A link is made something else of, and is put right.
    private static func play(
        with link: String,
        _ state: String,
        for time: Int64
    ) -> (steps: [StrangerStep], Consequence) {
        let (begin, end) = (request("POST \(link)?state=\(state)"), request("POST \(link)?state=up"))
        return ([.send(begin), .wait(time), .send(end), .wait(patience)], .answers([200, 200]))
    }
}
