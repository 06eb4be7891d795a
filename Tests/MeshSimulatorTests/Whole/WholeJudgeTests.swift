import Testing

@testable import MeshSimulator

@Suite("Who judges clients of whole nodes", .computing) struct WholeJudgeTests {
    /// Somebody who was shown a message on one node, and is on another.
    private struct Mover {
        var judge = WholeJudge(["ana", "ben", "eve"], WholeJudge.Terms())
        let message = Utterance(1, by: "ana", keyed: true)

        /// Ana says something twice, to n1 and to n2; ben is shown what n1 has made of it, and goes to n2.
        init(sends: Int = 2) {
            for _ in 0..<sends { judge.handleSaid([message], by: 0) }
            come(1, to: "n1", at: 1)
            hear("n1@5/1", by: 1, at: 2)
        }

        mutating func come(_ reader: Int, to node: String, at now: Int64) {
            judge.handleGone(reader, at: now)
            judge.handle(.attached(position: "", node: node), of: reader, at: now)
        }

        mutating func hear(_ id: String, by reader: Int, at now: Int64) {
            var line = ChatLine(text: message.text, username: "ana", key: message.key, id: id)
            (line.node, line.time) = (String(id.prefix(2)), Double(now))
            judge.handle(.message(line), of: reader, at: now)
        }

        var isObjecting: Bool { judge.violations == [.repeated(message: message.text, reader: "ben")] }
    }

    @Test func `takes the copy from the other side of a partition for what a node cannot know better`() {
        var mover = Mover()
        mover.come(1, to: "n2", at: 3)
        mover.hear("n2@5/1", by: 1, at: 4)
        #expect(mover.judge.violations.isEmpty)
        mover.hear("n2@5/1", by: 1, at: 5)
        #expect(mover.isObjecting)
    }

    @Test func `objects to a copy on the connection that had another`() {
        var mover = Mover()
        mover.hear("n2@5/1", by: 1, at: 4)
        #expect(mover.isObjecting)
    }

    @Test func `objects to a copy where the one that was heard has been shown before`() {
        var mover = Mover()
        mover.come(2, to: "n2", at: 2)
        mover.hear("n1@5/1", by: 2, at: 3)
        mover.come(1, to: "n2", at: 4)
        mover.hear("n2@5/1", by: 1, at: 5)
        #expect(mover.isObjecting)
    }

    @Test func `objects to two copies of what was sent once`() {
        var mover = Mover(sends: 1)
        mover.come(1, to: "n2", at: 3)
        mover.hear("n2@5/1", by: 1, at: 4)
        #expect(mover.isObjecting)
    }
}
