import Gossip
import Testing

@testable import MeshSimulator

@Suite("What a client went past", .computing) struct GapBookTests {
    private static let ledger: Ledger = {
        var ledger = Ledger()
        for (number, sequence) in ([1, 2, 4, 5] as [UInt64]).enumerated() {
            ledger.record(name: "alpha", epoch: 5, sequence: sequence, time: Int64(number), process: 0)
        }
        return ledger
    }()

    private static func id(_ sequence: UInt64) -> MessageID { MessageID(node: "alpha", epoch: 5, sequence: sequence) }

    @Test func `is what it was told of, or it is untold`() {
        var book = GapBook()
        book.begin(at: [Self.id(1)], in: Self.ledger)
        var other = book
        #expect(book.note(3, in: Self.ledger) { $0 != 3 } == 2)
        let isPossible = other.note(lost: 2, in: Self.ledger)
        #expect(isPossible)
        #expect(other.note(3, in: Self.ledger) { $0 != 3 } == 0)
        #expect(other.untoldCount(in: Self.ledger) { $0 != 3 } == 0)
    }

    @Test func `is what lies before the end of a loss that it was told of`() {
        var book = GapBook()
        book.begin(at: [Self.id(1)], in: Self.ledger)
        let isPossible = book.note(lost: 2, in: Self.ledger)
        #expect(isPossible)
        // What it was told of lies below the fifth, and with that it would pass a third.
        var other = book
        #expect(book.pass(Self.id(4), in: Self.ledger) { $0 != 0 } == 0)
        #expect(book.note(3, in: Self.ledger) { $0 != 3 } == 0)
        #expect(other.pass(Self.id(5), in: Self.ledger) { $0 != 0 } == 1)
    }

    @Test func `counts for its connection alone`() {
        var book = GapBook()
        book.begin(at: [Self.id(2)], in: Self.ledger)
        _ = book.note(lost: 2, in: Self.ledger)
        #expect(book.untoldCount(in: Self.ledger) { $0 > 1 } == 0)
        book.begin(at: [Self.id(2)], in: Self.ledger)
        #expect(book.untoldCount(in: Self.ledger) { $0 > 1 } == 2)
    }

    @Test func `is never more than there was`() {
        var book = GapBook()
        book.begin(at: [Self.id(2)], in: Self.ledger)
        // Five entries up to the last message, and behind it as many as there are messages.
        let isPossible = book.note(lost: 9, in: Self.ledger)
        #expect(isPossible)
        let isStillPossible = book.note(lost: 1, in: Self.ledger)
        #expect(!isStillPossible)
    }

    @Test func `of a run that a position leaves out is told where that was left out`() {
        var ledger = Self.ledger
        ledger.record(name: "alpha", epoch: 6, sequence: 1, time: 9, process: 1)
        let next = MessageID(node: "alpha", epoch: 6, sequence: 1)
        var book = GapBook()
        book.begin(at: [Self.id(4), next], in: ledger)
        #expect(book.untoldCount(in: ledger) { $0 == 3 } == 1)
        book.begin(at: [next], in: ledger)
        #expect(book.untoldCount(in: ledger) { $0 == 3 } == 1)
        book.begin(at: [next], in: ledger)
        #expect(book.untoldCount(in: ledger) { $0 == 3 } == 0)
    }

    @Test func `has been told of a message whose copy it passed before, and of no other`() {
        var ledger = Ledger()
        let letter = ledger.addLetter()
        for sequence in 1...3 as ClosedRange<UInt64> {
            let isLetter = sequence == 2
            ledger.record(
                name: "alpha",
                epoch: 5,
                sequence: sequence,
                letter: isLetter ? letter : nil,
                time: Int64(sequence),
                process: 0
            )
        }
        ledger.record(name: "bravo", epoch: 5, sequence: 1, letter: letter, time: 4, process: 1)
        var book = GapBook()
        book.begin(at: [Self.id(1)], in: ledger)
        var other = book
        // The copy that it passes is to be told of, and the one that it leaves for later is told of with it.
        #expect(other.note(2, in: ledger) { $0 == 1 || $0 == 3 } == 1)
        let isPossible = book.note(lost: 1, in: ledger)
        #expect(isPossible)
        #expect(book.note(2, in: ledger) { $0 == 1 || $0 == 3 } == 0)
        book.begin(at: [Self.id(3)], in: ledger)
        #expect(book.untoldCount(in: ledger) { $0 == 1 || $0 == 3 } == 0)
        // Who comes with a position before all copies is to be told of some.
        var stranger = GapBook()
        stranger.begin(at: [Self.id(1)], in: ledger)
        stranger.begin(at: [Self.id(1)], in: ledger)
        #expect(stranger.untoldCount(in: ledger) { $0 == 1 || $0 == 3 } == 2)
    }
}
