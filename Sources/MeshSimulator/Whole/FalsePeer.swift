import Gossip

/// Somebody at the gossip port of nodes under a name that their file has, and no node is called: it says what is not so.
///
/// It says entries of its own runs and of those that nobody is in, claims something of all others, and posts in channels
/// where nobody is: so whatever it says, all others must hear and see what they should.
struct FalsePeer {
    /// Its name.
    static let name = "zulu"

    /// Where it posts, and where somebody would notice.
    private static let channels: [(kind: UInt8, name: String)] = [(0, "cellar"), (1, "cellar"), (1, "attic")]
    private static let chat: [(kind: UInt8, name: String)] = [(0, "chat")]

    private var voice: HostileVoice
    private let epoch: UInt64
    private var dice: Dice

    /// Makes one.
    ///
    /// - Parameters:
    ///   - dice: Chance.
    ///   - origins: The runs of nodes that clients have heard of, as IDs name them.
    ///   - isNoticed: Whether it posts where people are.
    init(_ dice: inout Dice, knowing origins: [String], isNoticed: Bool) {
        let start = UInt64(SimulatedWorld.start / 1000)
        epoch = start + UInt64(dice.below(10_000))
        let own: [GossipGrammar.Run] = [
            .init(name: Self.name, epoch: epoch), .init(name: Self.name, epoch: epoch - 5),
            .init(name: Self.name, epoch: epoch + 1), .init(name: "victor", epoch: start),
            .init(name: "a-name-that-is-longer-than-sixteen-bytes", epoch: 1),
        ]
        let others = origins.compactMap { origin -> GossipGrammar.Run? in
            let parts = origin.split(separator: "@")
            guard parts.count == 2, let epoch = UInt64(parts[1]) else { return nil }
            return GossipGrammar.Run(name: String(parts[0]), epoch: epoch)
        }
        voice = HostileVoice(
            seed: dice.next(),
            stream: 1,
            own: own,
            others: others,
            wall: UInt64(SimulatedWorld.start)
        )
        voice.keep(to: isNoticed ? Self.chat : Self.channels)
        self.dice = Dice(seed: dice.next(), stream: 2)
    }

    /// What it does on one connection: it greets, says this and that, and goes.
    mutating func script() -> [StrangerStep] {
        let grammar = GossipGrammar(dice: dice, runs: [], wall: UInt64(SimulatedWorld.start))
        let hello = grammar.hello(Self.name, epoch: epoch, nonce: dice.next())
        var steps: [StrangerStep] = [.send(hello.encoded), .welcome]
        for _ in 0...dice.below(30) {
            steps += [.wait(dice.pick(0...100_000_000)), .send(voice.made())]
        }
        return steps + [.wait(dice.pick(0...1_000_000_000))]
    }
}
