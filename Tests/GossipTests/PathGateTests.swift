import Bytes
import Testing

@testable import Gossip

@Suite("A stranger's datagrams", .computing) struct PathGateTests {
    static let hello = DatagramPathTests.frame(1, Array("MESH".utf8))

    let start = Moment(monotonic: 0, wall: 0)
    var gate = PathGate(secret: (1, 2))

    /// What becomes of a datagram.
    mutating func judge(_ datagram: [UInt8], from address: [UInt8], at now: Moment) -> PathGate.Verdict {
        gate.judge(datagram.span, from: address.span, at: now)
    }

    /// What an opening without proof is answered.
    func token(for identity: UInt64, from address: [UInt8], at now: Moment) throws -> [UInt8] {
        var gate = gate
        let opening = PathPair.opening(identity: identity, proof: 0, Self.hello)
        guard case .answer(let token) = gate.judge(opening.span, from: address.span, at: now) else {
            Issue.record("an opening was not answered")
            return []
        }
        return token
    }

    @Test func `draw no more than they have, and make nothing that is kept`() throws {
        let token = try token(for: 9, from: [1], at: start)
        #expect(token.count < PathPair.opening(identity: 9, proof: 0, Self.hello).count)
        #expect(try self.token(for: 9, from: [1], at: start) == token)
    }

    @Test mutating func `make a path once, for who hears at the address that they give`() throws {
        let proof = PathPair.proof(of: try token(for: 9, from: [1], at: start))
        let opening = PathPair.opening(identity: 9, proof: proof, Self.hello)

        for address in [[2], [], [1, 0]] as [[UInt8]] {
            guard case .answer = gate.judge(opening.span, from: address.span, at: start) else {
                Issue.record("a token of another address was taken")
                continue
            }
        }
        let firstVerdict = judge(opening, from: [1], at: start)
        #expect(firstVerdict == .admit(proof: proof))
        // The network brought it twice, perhaps after the path was gone.
        let secondVerdict = judge(opening, from: [1], at: start)
        #expect(secondVerdict == .ignore)
    }

    @Test mutating func `show a token that is too old in vain`() throws {
        let proof = PathPair.proof(of: try token(for: 9, from: [1], at: start))
        let opening = PathPair.opening(identity: 9, proof: proof, Self.hello)
        let later = Moment(monotonic: 20_000_000_000, wall: 0)
        guard case .answer = judge(opening, from: [1], at: later) else {
            Issue.record("an old token was taken")
            return
        }
        let soon = Moment(monotonic: 19_000_000_000, wall: 0)
        let thirdVerdict = judge(opening, from: [1], at: soon)
        #expect(thirdVerdict == .admit(proof: proof))
    }

    @Test mutating func `that are no opening deserve nothing`() {
        let stranger = PathPair.packet(identity: 9, proof: 0, 0, Self.hello)
        for datagram in [[], [0xD0], [UInt8](repeating: 0xD0, count: 1200), stranger] {
            let fourthVerdict = judge(datagram, from: [1], at: start)
            #expect(fourthVerdict == .ignore)
        }
        let reset = DatagramPath.reset(for: stranger.span) ?? []
        #expect(reset.count < stranger.count)
    }

    @Test func `find a path that opens over a wire, and is dialed until somebody answers`() throws {
        var path = DatagramPath(dialing: 9, frameLimit: 1000)
        path.append(Self.hello.span)
        var datagram: [UInt8] = []
        var sentAt: [Int64] = []
        for millisecond in 0..<4000 as Range<Int64> {
            let now = Moment(monotonic: millisecond * 1_000_000, wall: 0)
            path.handleTimeout(at: now)
            if path.produce(into: &datagram, at: now) { sentAt.append(millisecond) }
        }
        #expect(sentAt == [0, 333, 999, 1999, 2999, 3999])

        // The token is shown at once.
        var frames: [UInt8] = []
        let now = Moment(monotonic: 4_000_000_000, wall: 0)
        let token = try token(for: 9, from: [1], at: now)
        let isLife = try path.receive(token.span, into: &frames, at: now)
        let isSent = path.produce(into: &datagram, at: now)
        #expect(!isLife && isSent && PathPair.proof(of: datagram) == PathPair.proof(of: token))
    }
}

@Suite("The address of a peer", .computing) struct PeerAddressTests {
    @Test func `follows only who answers from there what was asked there`() {
        var peer = PeerAddress("home")
        #expect(peer.handleDatagram(from: "home", nonce: 1, at: 0) == nil)
        #expect(peer.handleDatagram(from: "elsewhere", nonce: 2, at: 0) == 2)
        #expect(peer.proven == "home")

        peer.handleAnswer(2, from: "home")
        peer.handleAnswer(2, from: "a third place")
        peer.handleAnswer(3, from: "elsewhere")
        #expect(peer.proven == "home")

        peer.handleAnswer(2, from: "elsewhere")
        #expect(peer.proven == "elsewhere")
        peer.handleAnswer(2, from: "home")
        #expect(peer.proven == "elsewhere")
    }

    @Test func `is asked for at a bounded rate, however many datagrams come from elsewhere`() {
        var peer = PeerAddress(0)
        let questions = (0..<10_000).count {
            peer.handleDatagram(from: $0 % 7 + 1, nonce: 1, at: Int64($0) * 100_000) != nil
        }
        #expect(questions == 4)
    }

    @Test func `is answered for by the path alone that it belongs to`() throws {
        let other = DatagramPath(accepting: 9, proof: 6, frameLimit: 1000)
        let path = DatagramPath(accepting: 9, proof: 5, frameLimit: 1000)
        let question = path.check(77)
        let answer = path.answer(toCheck: question.span) ?? []
        let nonce = path.nonce(ofAnswer: answer.span)
        #expect(nonce == 77 && answer.count <= question.count)
        let others = (other.answer(toCheck: question.span), other.nonce(ofAnswer: answer.span))
        #expect(others.0 == nil && others.1 == nil)
        let mixedUp = (path.answer(toCheck: answer.span), path.nonce(ofAnswer: question.span))
        #expect(mixedUp.0 == nil && mixedUp.1 == nil)
    }
}

@Suite("A fingerprint of a token", .computing) struct SipHashTests {
    /// The appendix of the paper: key 00 … 0f, message 00 … 0e, and some of its published vectors.
    @Test func `is that of the paper`() {
        let key: (UInt64, UInt64) = (0x0706_0504_0302_0100, 0x0F0E_0D0C_0B0A_0908)
        let vectors: [(length: Int, hash: UInt64)] = [
            (15, 0xA129_CA61_49BE_45E5), (0, 0x726F_DB47_DD0E_0E31), (1, 0x74F8_39C5_93DC_67FD),
        ]
        for vector in vectors {
            let message = (0..<vector.length).map { UInt8($0) }
            let hash = SipHash.hash(message.span, key: key)
            #expect(hash == vector.hash)
        }
    }
}
