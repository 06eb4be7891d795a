import Bytes
import Testing

@Suite("A slice of a log") struct LogSliceTests {
    @Test func `outlives what the log lets go`() {
        var log = ByteLog()
        let record = [UInt8](repeating: 7, count: ByteLog.largestChunk)
        log.append(record.span)
        log.append(record.span)
        var slice = log.slice(10..<20)
        log.letGo(record.count, at: 0)
        #expect(log.start == record.count)
        #expect(slice.count == 10)
        slice.removeFirst(4)
        #expect(slice.count == 6)
        #expect(slice.withBytes { $0.count } == 6)
        #expect(slice.withBytes { $0[5] } == 7)
    }
}
