import BroadcastMesh
import MeshSimulator
import SystemTLS

extension FuzzTarget {
    /// Paths that end, some of them of whose greetings more come.
    static let pastPaths = FuzzTarget(
        name: "past-paths",
        summary: "paths that end and are greeted again; the last so many are known, and no other"
    ) { trial throws(BrokenInvariant) in
        let limit = 1 + trial.dice.below(6)
        var (past, ended) = (PastPaths(limit: limit), [UInt64]())
        for _ in 0...trial.dice.below(60) {
            let identity = UInt64(trial.dice.below(12))
            trial.note([UInt8(identity)])
            past.insert(identity)
            if !ended.suffix(limit).contains(identity) { ended.append(identity) }
            for other in 0..<UInt64(12) where past.contains(other) != ended.suffix(limit).contains(other) {
                throw BrokenInvariant("path \(other) of \(ended), of which \(limit) are to be known")
            }
        }
    }

    /// What somebody without the key sends to a sealed path, having heard all of it.
    static let sealedPath = FuzzTarget(
        name: "sealed-path",
        summary: "datagrams of a sealed path, heard and changed; none is believed (needs OpenSSL 3)"
    ) { trial throws(BrokenInvariant) in
        guard let ends = SealedEnds() else { return }
        var mutator = trial.mutator()
        var heard: [[UInt8]] = []
        for _ in 0..<3 { ends.exchange { heard.append($0) } }
        for number in 0..<UInt8(4) {
            heard.append(ends.seal(number))
        }
        let genuine = Set(heard)
        for _ in 0...trial.dice.below(40) {
            let (first, second) = (heard[trial.dice.below(heard.count)], heard[trial.dice.below(heard.count)])
            let datagram = mutator.mutated(.bytes(first), with: .bytes(second))
            trial.note(datagram)
            guard !genuine.contains(datagram), let payload = ends.receive(datagram), !payload.isEmpty else { continue }
            throw BrokenInvariant("\(payload.count) bytes came out of a datagram that nobody sealed")
        }
        for _ in 0..<3 { ends.exchange { _ in } }
        guard ends.areOpen, ends.receive(ends.seal(42)) == [42] else {
            throw BrokenInvariant("a sealed path was ended by somebody without the key")
        }
    }

    /// What somebody sends to a sealed stream in the place of its peer.
    static let sealedStream = FuzzTarget(
        name: "sealed-stream",
        summary: "the stream of a sealed connection, heard and changed; it ends before a wrong byte (needs OpenSSL 3)"
    ) { trial throws(BrokenInvariant) in
        guard let (dialing, accepting) = SealedEnds.sessions() else { return }
        var mutator = trial.mutator()
        var (sent, received, answer): ([UInt8], [UInt8], [UInt8]) = ([], [], [])
        let isHandshakeWhole = trial.dice.below(2) == 0
        for _ in 0..<(isHandshakeWhole ? 2 : trial.dice.below(2)) {
            dialing.takeOutgoing(into: &sent)
            accepting.receive(sent.span, into: &received)
            sent.removeAll()
            accepting.takeOutgoing(into: &answer)
            dialing.receive(answer.span, into: &received)
            answer.removeAll()
        }
        let text = (0...UInt8(trial.dice.below(200))).map { $0 }
        dialing.send(text.span)
        dialing.takeOutgoing(into: &sent)
        let changed = mutator.mutated(.bytes(sent), with: .bytes(sent))
        trial.note(changed)
        for piece in trial.pieces(of: changed) { accepting.receive(piece.span, into: &received) }
        guard text.starts(with: received) else {
            throw BrokenInvariant("a sealed stream gave \(received.count) bytes that nobody sealed")
        }
    }
}

/// Both ends of a sealed path, with no network between them.
private struct SealedEnds {
    private let dialing: SecurePath
    private let accepting: SecurePath

    /// Opens nothing yet; `nil` on a machine without OpenSSL.
    init?() {
        do {
            let library = try OpenSSL.load()
            let key = Self.key(using: library)
            let guarded = PathGuard([key], using: library)
            let name = TLSContext.datagramProtocol
            dialing = try SecurePath(
                TLSContext.dialingPeers(with: key, using: library, speaking: name),
                guardedBy: guarded,
                identity: 7,
                at: 0
            )
            accepting = try SecurePath(
                TLSContext.acceptingPeers(with: [key], using: library, speaking: name),
                guardedBy: guarded,
                identity: 7,
                at: 0
            )
        } catch {
            return nil
        }
    }

    /// Both ends of a stream; `nil` on a machine without OpenSSL.
    static func sessions() -> (TLSSession, TLSSession)? {
        do {
            let library = try OpenSSL.load()
            let key = key(using: library)
            return (
                try TLSSession(.dialingPeers(with: key, using: library)),
                try TLSSession(.acceptingPeers(with: [key], using: library))
            )
        } catch {
            return nil
        }
    }

    private static func key(using library: OpenSSL) -> MeshKey {
        MeshKey([UInt8](repeating: 1, count: 16).span, using: library)
    }

    var areOpen: Bool { dialing.state == .open && accepting.state == .open }

    /// Carries what is due, and shows it.
    func exchange(_ show: ([UInt8]) -> Void) {
        var (datagram, payload): ([UInt8], [UInt8]) = ([], [])
        for (from, to) in [(dialing, accepting), (accepting, dialing)] {
            while from.produce(into: &datagram, at: 0) {
                show(datagram)
                _ = to.receive(datagram.span, into: &payload)
            }
        }
    }

    /// What the dialing side sends to say one byte.
    func seal(_ byte: UInt8) -> [UInt8] {
        var datagram: [UInt8] = []
        _ = dialing.seal([byte].span, into: &datagram)
        return datagram
    }

    /// What the accepting side hears; `nil` when it believes nothing.
    func receive(_ datagram: [UInt8]) -> [UInt8]? {
        var payload: [UInt8] = []
        return accepting.receive(datagram.span, into: &payload) ? payload : nil
    }
}
