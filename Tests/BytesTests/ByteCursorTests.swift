import Bytes
import Testing

@Suite("Reading values from bytes") struct ByteCursorTests {
    @Test(arguments: [0, 1, 127, 128, 300, 16_383, 16_384, UInt64(UInt32.max), UInt64.max - 1, .max])
    func `gives back every integer in as few bytes as it needs`(value: UInt64) throws {
        var bytes: [UInt8] = []
        bytes.append(varint: value)
        var cursor = ByteCursor()
        let decoded = try cursor.varint(in: bytes.span)
        #expect(decoded == value)
        #expect(cursor.offset == bytes.count)
        #expect(bytes.count == max(1, (70 - value.leadingZeroBitCount) / 7))
    }

    @Test(arguments: 0..<3)
    func `says that an integer was cut off`(count: Int) {
        var bytes: [UInt8] = []
        bytes.append(varint: 1_000_000)
        bytes.removeLast(bytes.count - count)
        #expect(throws: TruncatedInput()) {
            var cursor = ByteCursor()
            return try cursor.varint(in: bytes.span)
        }
    }

    @Test func `refuses an integer of more than 64 bits`() {
        let bytes = [UInt8](repeating: 0xFF, count: 10)
        #expect(throws: TruncatedInput()) {
            var cursor = ByteCursor()
            return try cursor.varint(in: bytes.span)
        }
    }

    @Test func `refuses a block longer than its limit, or than what is there`() {
        var bytes: [UInt8] = []
        bytes.append(counted: [1, 2, 3])
        #expect(throws: TruncatedInput()) {
            var cursor = ByteCursor()
            return try cursor.counted(limit: 2, in: bytes.span)
        }
        bytes.removeLast()
        #expect(throws: TruncatedInput()) {
            var cursor = ByteCursor()
            return try cursor.counted(limit: 9, in: bytes.span)
        }
    }

    @Test func `hashes equal bytes alike and tells near ones apart`() {
        let texts = ["", "a", "b", "aa", "abcdefgh", "abcdefgi", "abcdefgh\0"].map { Array($0.utf8) }
        let hashes = texts.map { $0.span.hash(seed: 1) }
        let again = texts.map { $0.span.hash(seed: 1) }
        let otherSeed = texts.map { $0.span.hash(seed: 2) }
        #expect(Set(hashes).count == texts.count)
        #expect(again == hashes)
        #expect(zip(hashes, otherSeed).allSatisfy { $0 != $1 })
    }
}
