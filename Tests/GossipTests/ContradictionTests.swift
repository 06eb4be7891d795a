import Bytes
import Gossip
import Testing

/// What was taken once, and then refused by everybody who got it from the node that took it.
@Suite("An item that contradicts itself", .computing) struct ContradictionTests {
    @Test(arguments: [(users: [1, 2], number: 2, isTaken: true), (users: [1, 3], number: 2, isTaken: false)])
    func `is a state with users who came after it`(state: (users: [UInt64], number: UInt64, isTaken: Bool)) throws {
        var item: [UInt8] = []
        item.append(varint: state.number)
        item += [0, 0, 0, UInt8(state.users.count)]
        for user in state.users {
            item.append(varint: user)
            item += [0, 1, 0x63, 1, 0x61]
            item.append(bigEndian: UInt64(1))
            item.append(bigEndian: UInt128(0))
            item.append(bigEndian: UInt64(1))
        }
        item.append(0)
        try expect(HandmadePeer.item(7, item), isTaken: state.isTaken)
    }

    @Test(arguments: [(channels: "ab", isTaken: true), (channels: "aa", isTaken: false)])
    func `is a gap that counts a channel twice`(gap: (channels: String, isTaken: Bool)) throws {
        var item: [UInt8] = [2, 2]
        for channel in gap.channels.utf8 { item += [1, 1, 1, channel, 1] }
        try expect(HandmadePeer.item(6, item), isTaken: gap.isTaken)
    }

    private func expect(_ item: [UInt8], isTaken: Bool) throws {
        var (node, link) = try WireTests.greeted()
        let bytes = WireTests.entries(item)
        guard !isTaken else { return try node.receive(bytes.span, on: link, at: WireTests.now) }
        #expect(throws: LinkError.malformedFrame(.entries)) {
            try node.receive(bytes.span, on: link, at: WireTests.now)
        }
    }
}
