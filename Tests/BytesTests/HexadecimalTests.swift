import Bytes
import Testing

@Suite("Hexadecimal digits") struct HexadecimalTests {
    @Test func `are two for each byte`() {
        #expect([0, 9, 0x0A, 0xF0, 0xFF].hexadecimal == "00090af0ff")
        #expect([UInt8]().hexadecimal.isEmpty)
    }

    @Test func `of a number are all that it has room for`() {
        #expect(UInt64(0xF0).hexadecimal == "00000000000000f0")
        #expect(UInt64.max.hexadecimal == "ffffffffffffffff")
        #expect(UInt8(7).hexadecimal == "07")
    }

    @Test func `are worth what they stand for, in either case`() {
        let worth = UInt8.min...UInt8.max
        let digits = worth.filter { $0.hexadecimalValue != nil }
        #expect(digits.map { Character(Unicode.Scalar($0)) } == Array("0123456789ABCDEFabcdef"))
        for byte in worth {
            #expect(byte.hexadecimal.utf8.compactMap(\.hexadecimalValue) == [byte >> 4, byte & 15])
            #expect(byte.hexadecimal.uppercased().utf8.compactMap(\.hexadecimalValue) == [byte >> 4, byte & 15])
        }
    }
}
