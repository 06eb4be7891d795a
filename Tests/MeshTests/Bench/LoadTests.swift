import Bytes
import Testing

@testable import Mesh

@Suite("The load of mesh bench") struct LoadTests {
    @Test func `marks a message so that whoever gets it knows whose it is, and since when`() throws {
        let stamp = Stamp(sender: 7, sequence: 0xFEDC_BA98, time: 0x0123_4567_89AB_CDEF)
        for message in [LoadMessage.relayed, .chatted] {
            var message = message
            message.mark(with: stamp)
            let bytes = [0x81, 0x40] + message.bytes
            #expect(Stamp(in: bytes.span, 2..<bytes.count) == stamp)
            #expect(message.bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F })
        }
    }

    @Test(arguments: [
        "", "hello", "~short", String(repeating: "x", count: 400) + "~" + String(repeating: "a", count: 32),
    ])
    func `finds no mark in what others say`(text: String) {
        let bytes = Array(text.utf8)
        #expect(Stamp(in: bytes.span, 0..<bytes.count) == nil)
    }

    @Test(arguments: [0, 1, 125, 126, 127, 65_535, 65_536, 70_000])
    func `finds frames in whatever pieces they come`(length: Int) throws {
        let payload = [UInt8](repeating: 0x78, count: length)
        var bytes = Self.header(length) + payload + [0x89, 2, 1, 2] + Self.header(length) + payload
        bytes += [0x81]
        for piece in [1, 7, 1000, bytes.count] where piece > 1 || length < 200 {
            var stream = FrameStream()
            var found: [[UInt8]] = []
            for start in stride(from: 0, to: bytes.count, by: piece) {
                let part = Array(bytes[start..<min(start + piece, bytes.count)])
                try stream.read(part.span) { frame, span in
                    found.append([frame.first] + frame.payload.map { span[$0] })
                }
            }
            #expect(found == [[0x81] + payload, [0x89, 1, 2], [0x81] + payload])
        }
    }

    @Test func `refuses a frame that would take all memory`() {
        var stream = FrameStream()
        let bytes: [UInt8] = [0x82, 127, 0xFF, 0, 0, 0, 0, 0, 0, 0]
        #expect(throws: CommandError.self) {
            try stream.read(bytes.span) { _, _ in }
            try stream.read([1].span) { _, _ in }
        }
    }

    @Test func `tells times as exactly as anybody reads them`() throws {
        var latencies = Latencies()
        #expect(latencies.percentile(50) == nil)
        for microseconds in 1...1000 { latencies.add(UInt64(microseconds) * 1000) }
        for percent in [1.0, 50, 99] {
            let found = try #require(latencies.percentile(percent))
            // The one behind that share of them.
            #expect(abs(found / (percent * 10_000 + 1000) - 1) < 0.02)
        }
        for bucket in 0..<2000 {
            #expect(Latencies.bucket(of: UInt64(Latencies.middle(of: bucket))) == bucket)
        }
    }

    @Test func `sends at its rate, and makes up for a moment in which it could not`() {
        var pace = LoadPace.rate(perSecond: 100, at: 0)
        #expect((0..<3).map { _ in pace.takeDue(at: 10_000_000)?.turn } == [0, 1, nil])
        #expect(pace.deadline == 20_000_000)
        // What was late is counted from when it was due.
        let late = (0..<4).map { _ in pace.takeDue(at: 45_000_000) }
        #expect(late.map { $0?.turn } == [2, 3, 4, nil])
        #expect(late.map { $0?.due } == [20_000_000, 30_000_000, 40_000_000, nil])
        var never = LoadPace.never
        #expect(never.takeDue(at: 1) == nil && never.deadline == nil)
    }

    private static func header(_ length: Int) -> [UInt8] {
        var header: [UInt8] = [0x81]
        if length < 126 {
            header.append(UInt8(length))
        } else if length < 65_536 {
            header.append(126)
            header.append(bigEndian: UInt16(length))
        } else {
            header.append(127)
            header.append(bigEndian: UInt64(length))
        }
        return header
    }
}

@Suite("What arrives of a load") struct TallyTests {
    private var tally = Tally(clients: 3, hearers: 2, senders: 2, window: 2)

    @Test mutating func `counts each message at each client once, with its time`() {
        receive([(0, 0, 0), (1, 0, 0), (0, 0, 1)])
        #expect((tally.deliveries, tally.missing, tally.misplaced) == (3, 0, 0))
        #expect(tally.latencies.count == 3)
        #expect(tally.latencies.percentile(50) == 90)
    }

    @Test mutating func `sees what is missing, twice, late, or of nobody`() {
        receive([(0, 0, 2)])
        #expect(tally.missing == 2)
        receive([(0, 0, 2), (0, 0, 1), (0, 9, 0)])
        #expect((tally.deliveries, tally.misplaced) == (1, 2))
    }

    @Test mutating func `lets a sender go on when all who hear have a message, in their order`() {
        #expect(free() == [0, 1])
        for _ in 0..<2 { _ = tally.send(from: 0) }
        #expect(tally.waiting(of: 0) == 2)
        receive([(0, 0, 0), (0, 0, 1), (1, 0, 0)])
        #expect(free() == [0])
        #expect(tally.waiting(of: 0) == 1)
        receive([(1, 0, 1)])
        #expect(free() == [0])
        #expect(tally.waiting(of: 0) == 0)
        #expect(tally.deliveries == tally.wanted)
    }

    @Test mutating func `goes round and round the window`() {
        for number in 0..<100 {
            #expect(tally.send(from: 1) == UInt32(number))
            receive([(0, 1, UInt32(number)), (2, 1, UInt32(number))])
            #expect(tally.waiting(of: 1) == 0)
        }
        #expect((tally.missing, tally.misplaced, tally.deliveries) == (0, 0, 200))
    }

    private mutating func receive(_ messages: [(client: Int, sender: UInt32, sequence: UInt32)]) {
        for message in messages {
            let stamp = Stamp(sender: message.sender, sequence: message.sequence, time: 10)
            tally.receive(stamp, by: message.client, at: 100)
        }
    }

    private mutating func free() -> [Int] {
        var senders: [Int] = []
        tally.takeFree(into: &senders)
        return senders
    }
}
