import Bytes
import Gossip
import Testing

@Suite("A path of datagrams", .computing) struct DatagramPathTests {
    /// Two ends and what has come out of them.
    struct Pair {
        var ends = PathPair.make(identity: 7, frameLimit: 1 << 20)
        var wire: LossyWire
        var now = Moment(monotonic: 0, wall: 0)
        var received: [[UInt8]] = [[], []]
        var largest = 0

        init(lossPercent: UInt64, doublePercent: UInt64 = 0, seed: UInt64) {
            wire = LossyWire(lossPercent: lossPercent, doublePercent: doublePercent, seed: seed)
            ends[1].append(frame(1, Array("MESH".utf8)).span)
        }

        /// Lets a millisecond pass; `more` is asked for frames whenever the first end wants some.
        mutating func step(more: () -> [UInt8]?) {
            now.monotonic += 1_000_000
            for (end, bytes) in wire.arrivals(at: now.monotonic) {
                do throws(LinkError) {
                    _ = try ends[end].receive(bytes.span, into: &received[end], at: now)
                } catch {
                    Issue.record("the path ended: \(error)")
                }
            }
            while ends[0].room != nil, let frames = more() { ends[0].append(frames.span) }
            var datagram: [UInt8] = []
            for end in 0..<2 {
                ends[end].handleTimeout(at: now)
                while ends[end].produce(into: &datagram, at: now) {
                    largest = max(largest, datagram.count)
                    wire.send(datagram, to: 1 - end, at: now.monotonic)
                }
            }
        }
    }

    /// A frame as it stands in a stream.
    static func frame(_ type: UInt8, _ body: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(bigEndian: UInt32(body.count + 1))
        bytes.append(type)
        return bytes + body
    }

    /// The numbers at the front of the bodies of heads frames, in the order of arrival.
    static func numbers(in stream: [UInt8]) -> [UInt32] {
        var numbers: [UInt32] = []
        var offset = 0
        while offset < stream.count {
            let length = Int(stream.span.bigEndian(at: offset, as: UInt32.self))
            if stream[offset + 4] == 4 { numbers.append(stream.span.bigEndian(at: offset + 5, as: UInt32.self)) }
            offset += 4 + length
        }
        return numbers
    }

    @Test(arguments: [(0, 0), (20, 0), (20, 5), (50, 20)], 1...3)
    func `brings every frame, small and large, whatever is lost, doubled or late`(
        damage: (UInt64, UInt64),
        seed: UInt64
    ) {
        var pair = Pair(lossPercent: damage.0, doublePercent: damage.1, seed: seed)
        // Where nothing is lost, nothing overtakes either: then nothing may be sent twice.
        if damage.0 == 0 { pair.wire.delay = 1_000_000...1_000_000 }
        var next: UInt32 = 0
        var dice = SeededDice(seed: seed)
        var steps = 0
        while steps < 60_000, Set(Self.numbers(in: pair.received[1])).count < 150 {
            pair.step {
                guard next < 150 else { return nil }
                var body: [UInt8] = []
                body.append(bigEndian: next)
                let size = dice.roll(20) == 0 ? dice.roll(60_000) : dice.roll(400)
                body.append(contentsOf: repeatElement(UInt8(truncatingIfNeeded: next), count: Int(size)))
                next += 1
                return Self.frame(4, body)
            }
            steps += 1
        }

        #expect(Set(Self.numbers(in: pair.received[1])) == Set(0..<150))
        #expect(pair.largest <= 1200)
        #expect(pair.ends[0].retransmissions == 0 || damage.0 > 0)
    }

    @Test func `stops sending what was acknowledged, and is quiet then`() {
        var pair = Pair(lossPercent: 0, seed: 1)
        for _ in 0..<1000 { pair.step { nil } }
        let before = pair.wire.carried
        for _ in 0..<1000 { pair.step { nil } }
        #expect(pair.wire.carried == before)
        #expect(pair.ends[0].deadline == nil)
    }

    @Test func `sends no more than its window into a hole`() {
        var pair = Pair(lossPercent: 100, seed: 1)
        var frames = 0
        for _ in 0..<50 {
            pair.step {
                frames += 1
                return Self.frame(4, [UInt8](repeating: 0, count: 1000))
            }
        }
        #expect(frames < 64)
    }

    @Test func `takes nothing before the greeting, and ends when the other side does not know it`() throws {
        var ends = PathPair.make(identity: 9, frameLimit: 1000)
        var datagram: [UInt8] = []
        var frames: [UInt8] = []
        let now = Moment(monotonic: 0, wall: 0)
        let opens = ends[0].produce(into: &datagram, at: now)
        #expect(opens)
        let proof = PathPair.proof(of: datagram)
        let heads = PathPair.packet(identity: 9, proof: proof, 0, Self.frame(4, [0, 0, 0, 1]))
        for end in 0..<2 {
            let isAccepted = try ends[end].receive(heads.span, into: &frames, at: now)
            let answers = ends[end].produce(into: &datagram, at: now)
            #expect(!isAccepted && !answers && frames.isEmpty)
        }
        let isOpening = DatagramPath.isOpening(heads.span)
        #expect(!isOpening)

        let reset = DatagramPath.reset(for: heads.span) ?? []
        let error = #expect(throws: LinkError.self) { try ends[1].receive(reset.span, into: &frames, at: now) }
        let answerToReset = DatagramPath.reset(for: reset.span)
        #expect(error?.isGarbage == false)
        #expect(answerToReset == nil)
    }

    @Test func `sends the greeting alone, and reads nothing that stands behind one`() throws {
        var ends = PathPair.make(identity: 9, frameLimit: 1000)
        var datagram: [UInt8] = []
        var frames: [UInt8] = []
        let now = Moment(monotonic: 0, wall: 0)
        let hello = Self.frame(1, Array("MESH".utf8))
        ends[0].append(Self.frame(4, [0, 0, 0, 1]).span)
        let isSent = ends[0].produce(into: &datagram, at: now)
        let isOpening = DatagramPath.isOpening(datagram.span)
        #expect(isSent && isOpening && datagram.suffix(hello.count) == hello[...])

        let together = datagram + Self.frame(4, [0, 0, 0, 1])
        let isAccepted = try ends[1].receive(together.span, into: &frames, at: now)
        let opens = DatagramPath.isOpening(together.span)
        #expect(!isAccepted && !opens && frames.isEmpty)
    }

    @Test func `ignores whoever knows its number and not its proof`() throws {
        var ends = PathPair.make(identity: 9, frameLimit: 1000)
        var frames: [UInt8] = []
        let now = Moment(monotonic: 0, wall: 0)
        var datagram: [UInt8] = []
        #expect(ends[0].produce(into: &datagram, at: now))
        #expect(try ends[1].receive(datagram.span, into: &frames, at: now))

        let forged = PathPair.packet(identity: 9, proof: 1, 0, Self.frame(11, [0]))
        let length = frames.count
        #expect(try !ends[1].receive(forged.span, into: &frames, at: now) && frames.count == length)
        let genuine = PathPair.packet(identity: 9, proof: PathPair.proof(of: datagram), 0, Self.frame(11, [0]))
        #expect(try ends[1].receive(genuine.span, into: &frames, at: now) && frames.count > length)
    }

    @Test func `ends when something is acknowledged that was never sent`() throws {
        var path = try FramePieceTests.greeted()
        var frames: [UInt8] = []
        let datagram = FramePieceTests.packet(1, Self.frame(4, [0]), seenEnd: 1)
        #expect(throws: LinkError.malformedPacket) {
            try path.receive(datagram.span, into: &frames, at: FramePieceTests.now)
        }
    }

    @Test(arguments: [1 << 17, 1 << 40] as [UInt64])
    func `ends when a number jumps so far that what follows would count as old`(number: UInt64) throws {
        var path = try FramePieceTests.greeted()
        var frames: [UInt8] = []
        let datagram = FramePieceTests.packet(number, Self.frame(4, [0]))
        #expect(throws: LinkError.malformedPacket) {
            try path.receive(datagram.span, into: &frames, at: FramePieceTests.now)
        }
    }
}
