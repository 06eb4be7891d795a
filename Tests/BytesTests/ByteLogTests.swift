import Bytes
import Testing

@Suite("A log of bytes") struct ByteLogTests {
    @Test func `lends each record whole, wherever chunks end`() {
        var log = ByteLog()
        var offsets: [Int] = []
        for number in 0..<200 {
            let record = [UInt8](repeating: UInt8(number), count: 1000)
            let span = record.span
            offsets.append(log.append(span.extracting(0..<2), span.extracting(2..<1000)))
        }

        for (number, offset) in offsets.enumerated() {
            let isWhole = log.withBytes(from: offset, to: offset + 1000) { bytes in
                bytes.count == 1000 && bytes.indices.allSatisfy { bytes[$0] == UInt8(number) }
            }
            #expect(isWhole)
        }
        #expect(log.end == 200_000)
    }

    @Test func `hashes a record as a whole, wherever its parts meet`() {
        var log = ByteLog()
        let record = (0..<100).map { UInt8($0) }
        let span = record.span

        let hashes = [0, 2, 50, 100].map {
            log.append(span.extracting(0..<$0), span.extracting($0..<100), hashedFrom: 7)
        }

        #expect(hashes == [UInt64](repeating: record.span.hash(seed: 7), count: 4))
        #expect(log.end == 400)
    }

    @Test func `is read from any offset to the end, chunk by chunk`() {
        var log = ByteLog()
        for number in 0..<100 {
            let record = [UInt8](repeating: UInt8(number), count: 100)
            log.append(record.span)
        }

        var bytes: [UInt8] = []
        var reader = 50
        while reader < log.end {
            reader += log.withBytes(from: reader, to: log.end) { span in
                for index in span.indices { bytes.append(span[index]) }
                return span.count
            }
        }
        #expect(bytes.count == 9950)
        #expect(bytes.first == 0)
        #expect(bytes.last == 99)
    }

    @Test func `gives a chunk back once every record in it was let go, wherever it lies, and keeps every offset`() {
        var log = ByteLog()
        let record = [UInt8](repeating: 7, count: 1000)
        let offsets = (0..<100).map { _ in log.append(record.span) }
        let before = log.allocatedBytes

        for offset in offsets[30..<64].reversed() { log.letGo(1000, at: offset) }

        #expect(log.start == 0)
        #expect(log.end == 100_000)
        #expect(log.allocatedBytes < before)
        #expect(log.holds(29_999) && log.holds(64_000) && !log.holds(50_000))
        #expect(log.firstHeld(from: 50_000) > 50_000 && log.firstHeld(from: 50_000) <= 64_000)
        #expect(log.withBytes(from: 64_000, to: 65_000) { $0.count } == 1000)
    }

    @Test func `takes no memory when nothing is held, and goes on at the same offset`() {
        var log = ByteLog()
        let record = [UInt8](repeating: 7, count: 100)
        let offsets = (0..<10).map { _ in log.append(record.span) }

        for offset in offsets { log.letGo(100, at: offset) }

        #expect(log.allocatedBytes == 0)
        #expect(log.start == 1000 && log.end == 1000 && log.holds(1000) && !log.holds(999))
        #expect(log.append(record.span) == 1000)
        #expect(log.withBytes(from: 1000, to: 1100) { $0.count } == 100)
    }

    @Test func `goes on in a new chunk when the newest was let go before an older one`() {
        var log = ByteLog()
        let small = [UInt8](repeating: 1, count: 100)
        let large = [UInt8](repeating: 2, count: 1000)
        log.append(small.span)
        let second = log.append(large.span)

        log.letGo(1000, at: second)
        let third = log.append(small.span)

        #expect(third == 1100)
        #expect(log.withBytes(from: third, to: log.end) { $0.count == 100 && $0[0] == 1 })
        #expect(log.withBytes(from: 0, to: log.end) { $0.count } == 100)
    }

    @Test func `takes a record larger than any chunk`() {
        var log = ByteLog()
        let record = [UInt8](repeating: 1, count: ByteLog.largestChunk * 3)
        let offset = log.append(record.span)
        #expect(log.withBytes(from: offset, to: log.end) { $0.count } == record.count)
    }

    @Test func `goes on by itself when it was copied`() {
        func text(_ log: ByteLog) -> [UInt8] {
            var bytes: [UInt8] = []
            while bytes.count < log.end {
                log.withBytes(from: bytes.count, to: log.end) { span in
                    for index in span.indices { bytes.append(span[index]) }
                }
            }
            return bytes
        }
        var first = ByteLog()
        let (common, one, other): ([UInt8], [UInt8], [UInt8]) = ([1, 2], [3], [4, 5])
        first.append(common.span)
        var second = first
        second.append(other.span)
        first.append(one.span)
        second.append(one.span)

        #expect(text(first) == [1, 2, 3])
        #expect(text(second) == [1, 2, 4, 5, 3])
        #expect(first.chunkEnd(after: 0) == 2)
    }
}
