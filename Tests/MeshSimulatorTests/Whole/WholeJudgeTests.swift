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

    @Test func `tells of which channel clients were counted, whatever that is called, or of all`() {
        let told = ["relay \"\"", nil].map { channel in
            WholeViolation.miscounts(node: "n1", channel: channel, shown: 5, expected: 3).description
        }
        #expect(told == ["n1 counts 5 clients of relay \"\" instead of 3", "n1 counts 5 clients in all instead of 3"])
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

    @Test(arguments: [false, true]) func `objects to an earlier number of a run, whatever clocks show`(
        keepsRunTimes: Bool
    ) {
        var terms = WholeJudge.Terms()
        terms.keepsRunTimes = keepsRunTimes
        var judge = WholeJudge(["ana", "ben"], terms)
        judge.handleSaid((1...3).map { Utterance($0, by: "ana", keyed: true) }, by: 0)
        judge.handle(.attached(position: "", node: "n1"), of: 1, at: 1)
        func line(_ number: Int, at time: Double) -> ChatLine {
            let words = Utterance(number, by: "ana", keyed: true)
            var line = ChatLine(text: words.text, username: "ana", key: words.key, id: "n1@5/\(number)")
            (line.node, line.time) = ("n1", time)
            return line
        }
        func objection(_ number: Int) -> WholeViolation { .outOfOrder(id: "n1@5/\(number)", reader: "ben") }

        judge.handle(.message(line(2, at: 9)), of: 1, at: 2)
        judge.handle(.message(line(3, at: 4)), of: 1, at: 3)
        #expect(judge.violations == (keepsRunTimes ? [objection(3)] : []))

        judge.handle(.message(line(1, at: 10)), of: 1, at: 4)
        #expect(judge.violations.contains(objection(1)))

        judge.change(1) { $0.connection.questions = [ChatHearer.Question(before: "n1@5/4", count: 2)] }
        judge.handle(.history(before: "n1@5/4", [line(3, at: 4), line(2, at: 9)], more: false), of: 1, at: 5)
        #expect(judge.violations.contains(objection(2)))
    }
}
