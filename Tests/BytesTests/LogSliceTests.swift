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

    @Test func `says which chunk it keeps, and how large that is`() {
        var log = ByteLog()
        let record = [UInt8](repeating: 7, count: ByteLog.largestChunk)
        log.append(record.span)
        log.append(record.span)
        let slices = [log.slice(10..<20), log.slice(30..<40), log.slice(record.count..<(record.count + 10))]
        #expect(slices[0].chunkID == slices[1].chunkID && slices[0].chunkID != slices[2].chunkID)
        #expect(slices.map(\.chunkBytes) == [record.count, record.count, record.count])
    }
}
