import Gossip
import Reactor

/// What messages take of the machine, beside what retention charges for them.
enum Memory {
    /// Short ones in a channel each, so many that tables have doubled just now.
    static func channelFigures() throws -> [Figure] {
        let count = 16_384
        var node = GossipNode(name: "alpha", epoch: 1, bootNonce: 1, settings: GossipSettings())
        let now = Moment(monotonic: 1, wall: 1_700_000_000_000_000)
        let before = try Resident.bytes()
        for number in 0..<count {
            let channel = node.openChannel(.relay, named: Array("channel \(number)".utf8))
            _ = node.post(in: channel, at: now) { _ in [0x81, 5] + Array("hello".utf8) }
            node.closeChannel(channel)
        }
        let taken = Double(try Resident.bytes() - before) / Double(count)
        return [Figure(subject: "a channel used once, one of \(count)", value: taken, unit: "bytes", bar: 1024)]
    }

    /// Short ones, usual ones and large ones.
    static func figures() throws -> [Figure] {
        try [20, 200, 100_000].map { length in
            var settings = GossipSettings()
            settings.retention.messages = .max
            var node = GossipNode(name: "alpha", epoch: 1, bootNonce: 1, settings: settings)
            let channel = node.openChannel(.relay, named: [])
            let before = try Resident.bytes()
            let frame = [UInt8](repeating: 7, count: length)
            var second: Int64 = 0
            while node.messageMemory < settings.retention.bytes * 3 / 4 {
                second += 1
                let now = Moment(monotonic: second, wall: 1_700_000_000_000_000 + second)
                _ = node.post(in: channel, at: now) { _ in frame }
            }
            let taken = Double(try Resident.bytes() - before)
            let share = taken / Double(node.messageMemory)
            return Figure(subject: "of what is charged, \(length) bytes each", value: share * 100, unit: "%", bar: 110)
        }
    }
}
