import Bytes
import Testing

@testable import Gossip

@Suite("What closed runs say of those before them", .computing) struct ClosedRunLinkTests {
    /// Closed runs, and what they must say.
    private struct Model {
        var closed = ClosedRuns()
        var links: [UInt64: RunLink] = [:]
        var heads: [UInt64: UInt64] = [:]
        var dice: SeededDice

        mutating func roll(_ bound: UInt64) -> UInt64 { dice.roll(bound) }

        mutating func insert() {
            let epoch = 2 + roll(60)
            guard epoch > closed.watermark else { return }
            let head = (heads[epoch] ?? 1) + roll(3)
            var link: RunLink?
            if roll(4) > 0 {
                let earlier = heads.keys.filter { $0 < epoch }.max() ?? 1 + roll(epoch - 1)
                let upTo = roll(4) > 0 ? heads[earlier] ?? 5 : 5
                link = RunLink(at: 1 + roll(head), epoch: roll(4) > 0 ? earlier : 1 + roll(epoch - 1), upTo: upTo)
            }
            guard let run = ClosedRuns.Run(epoch: epoch, head: head, messages: 0) else { return }
            closed.insert(run, saying: link)
            heads[epoch] = head
            if links[epoch] == nil, let link, link.epoch > closed.watermark { links[epoch] = link }
        }

        mutating func remove() {
            let epoch = 2 + roll(60)
            closed.remove(epoch)
            heads[epoch] = nil
            links[epoch] = nil
        }

        mutating func raise() {
            _ = closed.raise(to: closed.watermark + roll(4))
            heads = heads.filter { $0.key > closed.watermark }
            links = links.filter { $0.key > closed.watermark && $0.value.epoch > closed.watermark }
        }

        /// What is remembered, without what is said of runs that are over for ever.
        func remembered(by closed: ClosedRuns) -> [UInt64: RunLink] {
            var found: [UInt64: RunLink] = [:]
            for epoch in heads.keys {
                guard let link = closed.link(of: epoch), link.epoch > closed.watermark else { continue }
                found[epoch] = link
            }
            return found
        }
    }

    private func decoded(_ closed: ClosedRuns) throws -> ClosedRuns {
        var bytes: [UInt8] = []
        bytes.append(closed, closed.runs.indices)
        var cursor = ByteCursor()
        let item = try EntryItem(decoding: bytes.span, at: &cursor, frameLimit: 0)
        #expect(cursor.offset == bytes.count)
        guard case .closedRuns(let closed) = item else { preconditionFailure("closed runs are another item") }
        return closed
    }

    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func `is remembered whatever becomes of the others, and told`(seed: UInt64) throws {
        var model = Model(dice: SeededDice(seed: seed))
        for _ in 0..<300 {
            switch model.roll(12) {
            case 0: model.remove()
            case 1: model.raise()
            default: model.insert()
            }
            #expect(model.remembered(by: model.closed) == model.links)
        }
        #expect(try model.remembered(by: decoded(model.closed)) == model.links)
    }

    @Test func `takes nothing beyond the sixteen bytes where each says it of the one right before it`() throws {
        var closed = ClosedRuns()
        for epoch in 1...5000 as ClosedRange<UInt64> {
            let run = try #require(ClosedRuns.Run(epoch: epoch, head: 4, messages: 3))
            closed.insert(run, saying: RunLink(at: 2, epoch: epoch - 1, upTo: 4))
        }
        #expect((1..<closed.runs.endIndex).allSatisfy { closed.runs[$0].shortLink == 2 })
        #expect(closed.link(of: 5000) == RunLink(at: 2, epoch: 4999, upTo: 4))
    }
}
