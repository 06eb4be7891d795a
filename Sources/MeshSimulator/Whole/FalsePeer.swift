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
    private let isNoticed: Bool
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
        var own: [GossipGrammar.Run] = [
            .init(name: Self.name, epoch: epoch), .init(name: Self.name, epoch: epoch - 5),
            .init(name: Self.name, epoch: epoch + 1), .init(name: "victor", epoch: start),
            .init(name: "a-name-that-is-longer-than-sixteen-bytes", epoch: 1),
        ]
        own += Self.impossibleRuns(&dice, knowing: origins)
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
        self.isNoticed = isNoticed
        voice.keep(to: isNoticed ? Self.chat : Self.channels)
        self.dice = Dice(seed: dice.next(), stream: 2)
    }

    /// Runs of nodes that no clock can have begun, the last epochs there are among them: whoever believed in one could not
    /// begin another above it for long.
    private static func impossibleRuns(_ dice: inout Dice, knowing origins: [String]) -> [GossipGrammar.Run] {
        let names = Set(origins.compactMap { $0.split(separator: "@").first.map(String.init) }).sorted()
        let epochs: [UInt64] = [1 << 53, 1 << 53 - 1, 1 << 53 - 1 << 21, 1 << 52]
        return names.prefix(4).map { .init(name: $0, epoch: epochs[dice.below(epochs.count)]) }
    }

    /// What it does on one connection: it greets, says this and that, and goes; or greets as a program of another release does, or
    /// with a run that began years after now.
    mutating func script() -> [StrangerStep] {
        let grammar = GossipGrammar(dice: dice, runs: [], wall: UInt64(SimulatedWorld.start))
        let hello = grammar.hello(Self.name, epoch: epoch, nonce: dice.next())
        guard isNoticed || dice.below(2) == 0 else {
            let late = grammar.hello(Self.name, epoch: 1 << 52, nonce: dice.next())
            return [.send(dice.below(3) == 0 ? late.encoded : strange(hello.encoded)), .wait(1 << 28)]
        }
        var steps: [StrangerStep] = [.send(hello.encoded), .welcome]
        for _ in 0...dice.below(30) {
            steps += [.wait(dice.pick(0...100_000_000)), .send(voice.made())]
        }
        return steps + [.wait(dice.pick(0...1_000_000_000))]
    }

    /// What it does when it is slow: it greets, and begins a frame that is never whole, though bytes of it come.
    mutating func endlessFrame() -> [StrangerStep] {
        let grammar = GossipGrammar(dice: dice, runs: [], wall: UInt64(SimulatedWorld.start))
        let hello = grammar.hello(Self.name, epoch: epoch, nonce: dice.next())
        let start: [UInt8] = [0, 1, 0, 0, 3]
        let rest = (0..<30).flatMap { _ in [StrangerStep.wait(200_000_000), .send([0])] }
        return [.send(hello.encoded), .welcome, .send(start)] + rest + [.wait(1_000_000_000)]
    }

    /// A greeting of a program that speaks other versions, older or newer, or of none.
    private mutating func strange(_ hello: [UInt8]) -> [UInt8] {
        var bytes = hello
        guard let magic = bytes.indices.first(where: { bytes[$0...].starts(with: Array("MESH".utf8)) }) else {
            return bytes
        }
        let versions: [(UInt8, UInt8)] = [(1, 1), (3, 9), (3, 3), (0, 1), (9, 3), (1, 3)]
        (bytes[magic + 4], bytes[magic + 5]) = versions[dice.below(versions.count)]
        return bytes
    }
}
