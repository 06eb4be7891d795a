import Testing

@testable import MeshClient

@Suite("A position in a channel") struct ChannelPositionTests {
    @Test func `is read as it is written, and nothing else is`() {
        let text = "alpha@1763700000123/42,bravo@1763700000456/7"
        #expect(BroadcastChannel.Position(text)?.description == text)
        #expect(BroadcastChannel.Position("")?.description == "")
        let others = [
            "x", "alpha@1", "alpha/1", "@1/1", "a b@1/1", "alpha@x/1", "alpha@1/-1", "alpha@1/12345678901234567",
        ]
        for text in others { #expect(BroadcastChannel.Position(text) == nil, "\(text)") }
    }

    @Test func `names the last message of each run`() {
        var position = BroadcastChannel.Position()
        for id in ["alpha@1/5", "bravo@1/1", "alpha@2/1", "alpha@1/6", "nonsense"] { position.see(id) }
        #expect(position.description == "alpha@1/6,alpha@2/1,bravo@1/1")
    }

    @Test func `names a bounded number of runs of one node`() {
        var position = BroadcastChannel.Position()
        for number in 0..<600 { position.see("alpha@17637000000\(10_000 + number)/1") }
        position.see("bravo@1/1")
        let text = position.description
        #expect(text.split(separator: ",").count == 5)
        #expect(text.contains("10599/1") && text.contains("bravo@1/1"))
    }

    @Test func `names one run of each node where there are many nodes, and fits a request`() {
        var position = BroadcastChannel.Position()
        for run in 0..<4 {
            for node in 100..<220 { position.see("node-\(node)@176370000001234\(run)/1234567") }
        }
        let text = position.description
        #expect(text.utf8.count < 6000)
        #expect(text.split(separator: ",").count == 120)
        #expect(text.split(separator: ",").allSatisfy { $0.contains("@1763700000012343/") })
    }

    @Test func `is the same in whatever order it was heard`() {
        let first = BroadcastChannel.Position("alpha@1/5,bravo@1/1")
        let second = BroadcastChannel.Position("bravo@1/1,alpha@1/5")
        #expect(first == second)
        #expect(Set([first, second]).count == 1)
        #expect(first != BroadcastChannel.Position("alpha@1/6,bravo@1/1"))
    }
}
