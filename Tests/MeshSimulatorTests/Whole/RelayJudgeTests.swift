import Testing

@testable import MeshSimulator

@Suite("Who judges relay channels of whole nodes", .computing) struct RelayJudgeTests {
    /// A channel on which one posts and another listens who reads the last ten messages first.
    private struct Tea {
        var judge: RelayJudge
        private let run = RelayJudge.RunName(host: 1, run: 1)

        /// Guest 0 posts so many messages, and guest 1 listens.
        init(_ judge: RelayJudge = RelayJudge(losesOld: false), posts count: Int) {
            self.judge = judge
            let listener = RelayJudge.Listener(
                guest: 1,
                serial: 1,
                echoes: true,
                history: RelayJudge.History(count: 10)
            )
            self.judge.handleOpened(listener, on: "tea", at: run, 1)
            let messages = (1...count).map { Self.message($0) }
            self.judge.handlePosted(messages, on: "tea", at: run, serial: 1, 2)
        }

        static func message(_ number: Int) -> RelayMessage { RelayMessage(speaker: 0, number: number, length: 20) }

        /// The listener hears a message, which is the one with that ID.
        mutating func hear(_ number: Int, as id: String, at time: Double = 1) throws {
            let message = Self.message(number)
            var hearing = RelayHearing(type: message.type, bytes: message.bytes)
            hearing.place = HistoryPlace(time: time, place: try #require(OriginPlace(id)))
            judge.hear(hearing, 1, on: "tea")
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
}
