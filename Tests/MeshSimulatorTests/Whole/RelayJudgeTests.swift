import Testing

@testable import MeshSimulator

@Suite("Who judges relay channels of whole nodes", .computing) struct RelayJudgeTests {
    /// A channel on which one posts and another listens who reads the last ten messages first.
    private struct Tea {
        var judge: RelayJudge
        static let run = RelayJudge.RunName(host: 1, run: 1)

        /// Guest 0 posts so many messages, and guest 1 listens.
        init(_ judge: RelayJudge = RelayJudge(losesOld: false), posts count: Int) {
            self.judge = judge
            let listener = RelayJudge.Listener(
                guest: 1,
                serial: 1,
                echoes: true,
                history: RelayJudge.History(count: 10)
            )
            self.judge.handleOpened(listener, on: "tea", at: Self.run, 1)
            let messages = (1...count).map { Self.message($0) }
            self.judge.handlePosted(messages, on: "tea", at: Self.run, serial: 1, 2)
        }

        static func message(_ number: Int) -> RelayMessage { RelayMessage(speaker: 0, number: number, length: 20) }

        /// What the sender of a message is told of it.
        static func answer(_ number: Int, copies: Int = 1) -> RelayAnswer {
            RelayAnswer(message: message(number), id: "n1@5/\(number)", copies: copies)
        }

        /// A listener hears a message, which is the one with that ID.
        mutating func hear(_ number: Int, as id: String, by guest: Int = 1, at time: Double = 1) throws {
            let message = Self.message(number)
            var hearing = RelayHearing(type: message.type, bytes: message.bytes)
            hearing.place = HistoryPlace(time: time, place: try #require(OriginPlace(id)))
            judge.hear(hearing, guest, on: "tea")
        }
    }

    @Test func `objects to an earlier number of a run in what is read of the past, and to no earlier time`() throws {
        var tea = Tea(posts: 3)
        try tea.hear(2, as: "n1@5/2", at: 9)
        try tea.hear(3, as: "n1@5/3", at: 4)
        #expect(tea.judge.violations.isEmpty)
        try tea.hear(1, as: "n1@5/1", at: 10)
        #expect(tea.judge.violations == [.outOfOrder(id: "n1@5/1", reader: "guest1")])
    }

    @Test(arguments: [(0, 3), (1, 1), (2, 0)])
    func `owes what a second node has, where one disk may lose what was promised`(suspects: Int, missing: Int) {
        var tea = Tea(RelayJudge(losesOld: false, suspects: suspects), posts: 4)
        for (number, copies) in [(1, [1, 2]), (2, [1]), (3, [1])] {
            for copies in copies {
                tea.judge.handleAnswered(Tea.answer(number, copies: copies), on: "tea")
            }
        }
        tea.judge.judge(auditors: [], isQuick: { _ in true }, lost: { _, _ in 0 })
        let violation = WholeViolation.missing(message: "guest-0-1", count: missing, reader: "guest1")
        #expect(tea.judge.violations == (missing > 0 ? [violation] : []))
    }

    @Test(arguments: [1, 2]) func `objects to another name in an answer than is heard, of what was sent once`(
        sends: Int
    ) throws {
        var tea = Tea(posts: 2)
        for number in 1...2 { tea.judge.handleAnswered(Tea.answer(number), on: "tea") }
        if sends > 1 { tea.judge.handlePosted([Tea.message(2)], on: "tea", at: Tea.run, serial: 2, 3) }
        try tea.hear(1, as: "n1@5/1")
        try tea.hear(2, as: "n1@5/7")

        tea.judge.judge(auditors: [], isQuick: { _ in true }, lost: { _, _ in 0 })
        let objection = WholeViolation.namedWrongly(key: "guest-0-2", id: "n1@5/2", expected: "n1@5/7")
        #expect(tea.judge.violations == (sends == 1 ? [objection] : []))
    }

    @Test func `objects to two names in answers of what was sent once and nobody heard`() {
        var tea = Tea(RelayJudge(losesOld: true), posts: 1)
        for id in ["n1@5/1", "n1@5/2"] {
            tea.judge.handleAnswered(RelayAnswer(message: Tea.message(1), id: id), on: "tea")
        }

        tea.judge.judge(auditors: [], isQuick: { _ in false }, lost: { _, _ in 0 })
        #expect(tea.judge.violations == [.namedWrongly(key: "guest-0-1", id: "n1@5/2", expected: "n1@5/1")])
    }

    @Test(arguments: ["", "n1@5", "n1@5/", "n1@5/x", "/1", "n1@5/1/1"])
    func `objects to an answer with a name that is no ID`(id: String) {
        var tea = Tea(posts: 1)
        tea.judge.handleAnswered(RelayAnswer(message: Tea.message(1), id: id), on: "tea")
        #expect(tea.judge.violations == [.answeredWrongly(key: "guest-0-1", reader: "guest0")])
    }

    @Test func `objects to an answer about what nobody posted`() {
        var tea = Tea(posts: 1)
        tea.judge.handleAnswered(Tea.answer(2), on: "tea")
        #expect(tea.judge.violations == [.answeredWrongly(key: "guest-0-2", reader: "guest0")])
    }

    @Test func `owes no hole in what a second node has, where one disk may lose what was promised`() throws {
        var tea = Tea(RelayJudge(losesOld: false, suspects: 1), posts: 4)
        for number in 1...4 where number != 3 {
            tea.judge.handleAnswered(Tea.answer(number, copies: 2), on: "tea")
        }
        // Somebody else hears them all.
        tea.judge.handleOpened(RelayJudge.Listener(guest: 2, serial: 1, echoes: true), on: "tea", at: Tea.run, 3)
        for number in 1...4 { try tea.hear(number, as: "n1@5/\(number)", by: 2) }
        for number in [1, 4] { try tea.hear(number, as: "n1@5/\(number)") }

        tea.judge.judge(auditors: [], isQuick: { _ in false }, lost: { _, _ in 0 })
        #expect(tea.judge.violations == [.missing(message: "guest-0-2", count: 1, reader: "guest1")])
    }
}
