import Bytes
import Gossip
import MeshSimulator

extension FuzzTarget {
    /// A peer that has greeted.
    static let gossip = FuzzTarget(
        name: "gossip",
        summary: "frames of a peer that has greeted; other links, clients and the disk must not notice"
    ) { trial throws(BrokenInvariant) in
        try attack(&trial, greetsWell: true)
    }

    /// A peer that has not.
    static let greeting = FuzzTarget(
        name: "greeting",
        summary: "what comes in the place of a greeting, and after it"
    ) { trial throws(BrokenInvariant) in
        try attack(&trial, greetsWell: false)
    }

    /// A peer that says what others did not; only a signature could keep it from that, so not everything is demanded.
    static let forgery = FuzzTarget(
        name: "forgery",
        summary: "frames of a peer that makes up entries of others' runs; these go on in new ones, and all else holds"
    ) { trial throws(BrokenInvariant) in
        let others = Neighbourhood.names.map { GossipGrammar.Run(name: $0, epoch: Neighbourhood.epoch) }
        try attack(&trial, greetsWell: true, runs: runs + others, forges: true)
    }

    private static func attack(
        _ trial: inout Trial,
        greetsWell: Bool,
        runs: [GossipGrammar.Run] = runs,
        forges: Bool = false
    ) throws(BrokenInvariant) {
        var mesh = Neighbourhood(&trial.dice)
        var mutator = trial.mutator()
        var grammar = GossipGrammar(
            dice: Dice(seed: trial.seed, stream: 3),
            runs: runs,
            wall: UInt64(mesh.now.wall)
        )
        var attacker = Attacker(of: &mesh, over: trial.dice.below(2) == 0 ? .tcp : .udp)
        let hello = grammar.hello(Neighbourhood.stranger, epoch: Neighbourhood.epoch, nonce: 7)
        let greeting = greetsWell ? hello.encoded : mutator.mutated(hello, with: grammar.frame())
        attacker.say(greeting, to: &mesh, &trial)
        if let welcome = GossipGrammar.welcome(to: attacker.listen(to: &mesh)), trial.dice.below(8) > 0 {
            attacker.say(welcome.encoded, to: &mesh, &trial)
        }
        for _ in 0...trial.dice.below(8) {
            let (frame, other) = (grammar.frame(), grammar.frame())
            attacker.say(mutator.mutated(frame, with: other), to: &mesh, &trial)
            if trial.dice.below(3) == 0 { attacker.listen(to: &mesh) }
            if trial.dice.below(3) == 0 { mesh.settle() }
            if trial.dice.below(8) == 0 { mesh.run(milliseconds: 600) }
        }
        mesh.settle()
        try mesh.check(isForged: forges)
    }

    /// The runs that frames are about: of the peer itself, of who is there, of nobody, and of runs before and after.
    private static let runs: [GossipGrammar.Run] = [
        .init(name: Neighbourhood.stranger, epoch: Neighbourhood.epoch),
        .init(name: "zulu", epoch: Neighbourhood.epoch),
        .init(name: Neighbourhood.stranger, epoch: Neighbourhood.epoch - 5),
        .init(name: "a-name-that-is-longer-than-sixteen-bytes", epoch: 1),
        .init(name: "zulu", epoch: Neighbourhood.epoch + 1),
    ]
}

/// One end of a link whose every byte is made up.
private struct Attacker {
    let link: Int
    var isOpen = true

    init(of mesh: inout Neighbourhood, over transport: LinkTransport) {
        link = mesh.nodes[0].openLink(expecting: nil, over: transport, at: mesh.now)
    }

    mutating func say(_ bytes: [UInt8], to mesh: inout Neighbourhood, _ trial: inout Trial) {
        trial.note(bytes)
        for piece in trial.pieces(of: bytes) where isOpen {
            do throws(LinkError) {
                try mesh.nodes[0].receive(piece.span, on: link, at: mesh.now)
            } catch {
                listen(to: &mesh)
                mesh.nodes[0].closeLink(link, reason: error, at: mesh.now)
                isOpen = false
            }
        }
    }

    /// What the node has for it.
    @discardableResult
    func listen(to mesh: inout Neighbourhood) -> [UInt8] {
        guard isOpen else { return [] }
        var bytes: [UInt8] = []
        for _ in 0..<64 where mesh.nodes[0].hasOutput(link, at: mesh.now) {
            mesh.nodes[0].produce(for: link, into: &bytes, limit: 64 << 10, at: mesh.now)
        }
        return bytes
    }
}
