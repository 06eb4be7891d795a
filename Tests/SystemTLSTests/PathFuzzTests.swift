import Testing

@testable import SystemTLS

@Suite("A sealed path that hears nonsense", .needsOpenSSL) struct PathFuzzTests {
    @Test(arguments: 0..<8) func `says nothing that nobody sealed, and goes on`(seed: UInt64) throws {
        var chance = Chance(state: seed)
        let pair = try PathPair()
        // What a listener on the line has: all of the handshake, and a few packets.
        var heard: [[UInt8]] = []
        for _ in 0..<4 {
            for (path, other) in [(pair.dialing, pair.accepting), (pair.accepting, pair.dialing)] {
                while let datagram = produced(by: path) {
                    heard.append(datagram)
                    for _ in 0..<20 { _ = receive(Self.nonsense(heard, &chance), on: other) }
                    _ = receive(datagram, on: other)
                }
            }
        }
        try #require(pair.dialing.state == .open && pair.accepting.state == .open)
        for number in 0..<UInt8(20) {
            let datagram = try sealed([number], on: pair.dialing)
            #expect(receive(datagram, on: pair.accepting) == [number])
            heard.append(datagram)
        }

        for _ in 0..<5000 {
            let nonsense = Self.nonsense(heard, &chance)
            for path in [pair.accepting, pair.dialing] {
                // A greeting that comes again is genuine, and says nothing.
                #expect(receive(nonsense, on: path) ?? [] == [])
                while produced(by: path) != nil {}
            }
        }
        #expect(receive(try sealed([42], on: pair.dialing), on: pair.accepting) == [42])
        #expect(receive(try sealed([43], on: pair.accepting), on: pair.dialing) == [43])
    }

    /// Something that was heard, changed; or something that nobody said.
    private static func nonsense(_ heard: [[UInt8]], _ chance: inout Chance) -> [UInt8] {
        var datagram = heard.randomElement(using: &chance) ?? []
        switch chance.next() % 6 {
        case 0:
            return (0..<Int.random(in: 0...1300, using: &chance)).map { _ in UInt8(truncatingIfNeeded: chance.next()) }
        case 1:
            datagram.removeLast(Int.random(in: 0...datagram.count, using: &chance))
        case 2:
            datagram += heard.randomElement(using: &chance) ?? []
        case 3:
            datagram.replaceSubrange(0..<1, with: [[0x10, 0x20, 0x30].randomElement(using: &chance) ?? 0])
        default:
            for _ in 0...Int.random(in: 0...4, using: &chance) {
                datagram[Int.random(in: datagram.indices, using: &chance)] = UInt8(truncatingIfNeeded: chance.next())
            }
        }
        return datagram
    }
}
