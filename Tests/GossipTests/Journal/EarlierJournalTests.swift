import Bytes
import Testing

@testable import Gossip

@Suite("A journal of before items had lengths", .computing) struct EarlierJournalTests {
    private static let run = HandmadePeer.origin("alpha") + [0, 1]

    private static let zeros = [UInt8](repeating: 0, count: 8)

    /// The items of a frame as they are read from it.
    private static func items(_ items: [UInt8]) throws -> [EntryItem] {
        let frame = DatagramPathTests.frame(3, run + items)
        let translated = try EarlierJournal.translated(frame.span)
        let body = Array(translated[5...])
        return try EntriesFrame(decoding: body.span, frameLimit: 100, rule: .any).items.map(\.content)
    }

    @Test(arguments: [10, 11] as [UInt8])
    func `has closed runs, with what each says of the one before it or without`(tag: UInt8) throws {
        let link: [UInt8] = tag == 10 ? [] : [5, 1, 9]
        let items = try Self.items([tag, 100, 1, 1, 2, 4, 3] + link)
        guard items.count == 1, case .closedRuns(let closed) = items[0] else { return #expect(Bool(false)) }
        #expect(closed.watermark == 100 && closed.messages == 1)
        #expect(closed.run(102).map(\.head) == 4)
        #expect(closed.link(of: 102) == (tag == 10 ? nil : RunLink(at: 2, epoch: 101, upTo: 9)))
    }

    @Test func `has posts whose frames had lengths of their own`() throws {
        let post: [UInt8] = [1, 0, 0, 0, 0, 0, 0, 0, 7, 0, 1, 1, 0x78, 2, 0xAA, 0xBB]
        let items = try Self.items(post + post)
        #expect(items.count == 2)
        #expect(items.allSatisfy { if case .post = $0 { true } else { false } })
        for case .post(let head, let frame) in items {
            #expect(head.channel.count == 1 && head.envelope.time == 7 && frame.count == 2)
        }
    }

    @Test(arguments: [[0], [12, 0], [77] + zeros, [128] + zeros, [3, 0]] as [[UInt8]])
    func `has nothing that there was not then, and no item that is cut off`(item: [UInt8]) {
        #expect(throws: JournalError.self) { try Self.items(item) }
    }
}
