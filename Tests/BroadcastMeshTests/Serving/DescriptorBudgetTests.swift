import Testing

@testable import BroadcastMesh

@Suite("The descriptors of a node", .computing) struct DescriptorBudgetTests {
    @Test(arguments: [
        (64, 34), (100, 70), (128, 98), (1024, 882), (20_000, 17_486), (1_048_576, 917_490),
    ])
    func `leave room for clients, but for sixteen or an eighth`(limit: Int, clients: Int) {
        #expect(DescriptorBudget(limit: limit, open: 14, peers: 3).clients == clients)
    }

    @Test func `leave room for all peers, and for one client at the least`() {
        #expect(DescriptorBudget(limit: 128, open: 14, peers: 60).clients == 128 - 14 - 73)
        #expect(DescriptorBudget(limit: 20, open: 14, peers: 3).clients == 1)
    }

    @Test(arguments: [16, 64, 128, 256, 1024, 1_048_576], [0, 1, 3, 4, 5, 8, 13, 100])
    func `are never given twice`(limit: Int, peers: Int) {
        let budget = DescriptorBudget(limit: limit, open: 14, peers: peers)
        guard budget.clients > 1 else { return }
        #expect(budget.refusals >= 1 && budget.strangers >= 1)
        let knocking = budget.refusals + budget.strangers + 1
        #expect(14 + budget.clients + knocking + peers + DescriptorBudget.files <= limit)
    }
}
