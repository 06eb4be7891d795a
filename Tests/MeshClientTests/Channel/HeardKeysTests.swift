import Testing

@testable import MeshClient

@Suite("The key of a message") struct HeardKeysTests {
    @Test func `tells the copy from the other side of a partition`() {
        #expect(heard(("alpha@1/6", 1), ("bravo@1/6", 3)) == [true, false])
        #expect(heard(("bravo@1/6", 3), ("alpha@1/6", 1)) == [true, false])
    }

    @Test func `may be that of another message once no node holds the first`() {
        #expect(heard(("alpha@1/6", 1), ("alpha@1/7", 2), ("alpha@1/7", 2)) == [true, true, false])
        #expect(heard(("alpha@1/6", 1), ("alpha@2/6", 3_602)) == [true, true])
        #expect(heard(("alpha@1/6", 1), ("bravo@1/9", 3_601), ("bravo@1/8", 3_602)) == [true, false, true])
    }

    @Test func `is forgotten when very many came after it`() {
        var keys = HeardKeys()
        for number in 0...HeardKeys.limit {
            let isNew = keys.insert("\(number)", of: "alpha@1/\(number)", at: .zero)
            #expect(isNew)
        }
        let isHeardAgain = keys.insert("0", of: "bravo@1/1", at: .zero)
        let isCopy = keys.insert("2", of: "bravo@1/2", at: .zero)
        #expect(isHeardAgain)
        #expect(!isCopy)
    }

    /// Which of some messages with one key are heard, by their IDs and times in seconds.
    private func heard(_ messages: (id: String, time: Int)...) -> [Bool] {
        var keys = HeardKeys()
        return messages.map { keys.insert("daily", of: $0.id, at: .seconds($0.time)) }
    }
}
