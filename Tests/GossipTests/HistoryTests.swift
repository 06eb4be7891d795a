import Bytes
import Testing

@testable import Gossip

@Suite("Looking back in a channel", .computing) struct HistoryTests {
    /// Two nodes that were apart: each has posted three messages meanwhile, one after the other in turns.
    private func healed() -> (mesh: TestMesh, ids: [MessageID]) {
        var mesh = TestMesh(2)
        var ids: [MessageID] = []
        for number in 1...6 {
            mesh.now.wall += 1_000_000
            ids.append(mesh.post("\(number)", at: number % 2).id)
        }
        mesh.connect(0, 1)
        mesh.settle()
        return (mesh, ids)
    }

    private func texts(_ page: HistoryPage?, at node: Int, of mesh: TestMesh) -> String? {
        page.map { page in
            page.places.map { place in
                var text = ""
                mesh.nodes[node].channels[mesh.rooms[node]]?.frames
                    .withBytes(from: place.range.lowerBound, to: place.range.upperBound) {
                        for index in $0.indices { text.unicodeScalars.append(Unicode.Scalar($0[index])) }
                    }
                return text
            }.joined(separator: " ")
        }
    }

    @Test(arguments: [0, 1]) func `is in the order of history, whatever the order of arrival`(node: Int) {
        var (mesh, ids) = healed()
        let room = mesh.rooms[node]
        var looks = Looks()
        let page = mesh.nodes[node].history(before: ids[5], count: 3, in: room, looks: &looks)
        #expect(texts(page, at: node, of: mesh) == "3 4 5" && page?.hasMore == true)
        #expect(page?.places.map(\.id) == Array(ids[2...4]))
        let rest = mesh.nodes[node].history(before: ids[2], count: 3, in: room, looks: &looks)
        #expect(texts(rest, at: node, of: mesh) == "1 2" && rest?.hasMore == false)
        let none = mesh.nodes[node].history(before: ids[0], count: 3, in: room, looks: &looks)
        #expect(texts(none, at: node, of: mesh) == "" && none?.hasMore == false)
        // Three and two, and one more that tells whether there are more.
        #expect(looks.taken == 6)
    }

    @Test func `is nothing before what is not held here`() {
        var (mesh, ids) = healed()
        let strange = [
            MessageID(node: ids[0].node, epoch: ids[0].epoch, sequence: 999),
            MessageID(node: ids[0].node, epoch: 7, sequence: 1), MessageID(node: "nobody", epoch: 1, sequence: 1),
        ]
        let room = mesh.rooms[0]
        var looks = Looks()
        let pages = strange.map { mesh.nodes[0].history(before: $0, count: 1, in: room, looks: &looks) }
        #expect(pages == [nil, nil, nil])
        let other = mesh.nodes[0].openChannel(.relay, named: Array("other".utf8))
        let page = mesh.nodes[0].history(before: ids[0], count: 1, in: other, looks: &looks)
        #expect(page == nil && looks.taken == 0)
    }

    /// A node that a peer has sent a message and so many others with one key, which are held behind it.
    ///
    /// - Returns: The mesh, and a message of the node itself behind those.
    private func flooded(_ count: Int) throws -> (mesh: TestMesh, last: MessageID) {
        var settings = GossipSettings()
        settings.retention.messages = 2 * count
        var mesh = TestMesh(1, settings: settings)
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        try bravo.send([HandmadePeer.post([97])], of: "zulu", from: 1, to: &mesh.nodes[0], at: mesh.now)
        let copy = HandmadePeer.post([98], key: 7)
        for start in stride(from: 0, to: count, by: 500) {
            let items = [[UInt8]](repeating: copy, count: min(500, count - start))
            try bravo.send(items, of: "zulu", from: UInt64(start) + 2, to: &mesh.nodes[0], at: mesh.now)
        }
        let last = mesh.post("c", at: 0).id
        return (mesh, last)
    }

    @Test func `pays for the copies that are passed on the way`() throws {
        var (mesh, last) = try flooded(600)
        let room = mesh.rooms[0]
        var looks = Looks()
        let page = mesh.nodes[0].history(before: last, count: 5, in: room, looks: &looks)
        #expect(texts(page, at: 0, of: mesh) == "a b" && page?.hasMore == false)
        #expect(looks.taken == 601)

        looks = Looks()
        _ = mesh.nodes[0].replay(history: 2, in: room, looks: &looks)
        #expect(looks.taken >= 600)
    }

    @Test func `passes so many of them and no more, and goes on from there`() throws {
        let most = GossipNode.copiesPassed
        var (mesh, last) = try flooded(most + 10)
        let room = mesh.rooms[0]
        var looks = Looks()
        let first = try #require(mesh.nodes[0].history(before: last, count: 5, in: room, looks: &looks))
        // The first copy is 2 and stands for all. Those from 12 on are passed, and the one before them is where to go on.
        #expect(first.places.map(\.id.sequence) == [11] && first.hasMore)
        #expect(looks.taken == most + 1)

        looks = Looks()
        let second = try #require(mesh.nodes[0].history(before: first.places[0].id, count: 5, in: room, looks: &looks))
        #expect(texts(second, at: 0, of: mesh) == "a b" && !second.hasMore)
        // Eight more copies, and both messages.
        #expect(looks.taken == 10)
    }
}
