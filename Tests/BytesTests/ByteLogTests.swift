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

    @Test func `gives memory back from the front and keeps every offset`() {
        var log = ByteLog()
        let record = [UInt8](repeating: 7, count: ByteLog.smallestChunk)
        for _ in 0..<8 { log.append(record.span) }
        let before = log.allocatedBytes

        log.removeChunks(below: 3 * ByteLog.smallestChunk)

        #expect(log.start == 3 * ByteLog.smallestChunk)
        #expect(log.end == 8 * ByteLog.smallestChunk)
        #expect(log.allocatedBytes < before)
        #expect(log.withBytes(from: log.start, to: log.end) { $0.count } > 0)
    }

    @Test func `takes a record larger than any chunk`() {
        var log = ByteLog()
        let record = [UInt8](repeating: 1, count: ByteLog.largestChunk * 3)
        let offset = log.append(record.span)
        #expect(log.withBytes(from: offset, to: log.end) { $0.count } == record.count)
    }
}
