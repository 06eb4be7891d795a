import Bytes
import Gossip
import Testing

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
        let page = mesh.nodes[node].history(before: ids[5], count: 3, in: room)
        #expect(texts(page, at: node, of: mesh) == "3 4 5" && page?.hasMore == true)
        #expect(page?.places.map(\.id) == Array(ids[2...4]))
        let rest = mesh.nodes[node].history(before: ids[2], count: 3, in: room)
        #expect(texts(rest, at: node, of: mesh) == "1 2" && rest?.hasMore == false)
        let none = mesh.nodes[node].history(before: ids[0], count: 3, in: room)
        #expect(texts(none, at: node, of: mesh) == "" && none?.hasMore == false)
    }

    @Test func `is nothing before what is not held here`() {
        var (mesh, ids) = healed()
        let strange = [
            MessageID(node: ids[0].node, epoch: ids[0].epoch, sequence: 999),
            MessageID(node: ids[0].node, epoch: 7, sequence: 1), MessageID(node: "nobody", epoch: 1, sequence: 1),
        ]
        let room = mesh.rooms[0]
        let pages = strange.map { mesh.nodes[0].history(before: $0, count: 1, in: room) }
        #expect(pages == [nil, nil, nil])
        let other = mesh.nodes[0].openChannel(.relay, named: Array("other".utf8))
        let page = mesh.nodes[0].history(before: ids[0], count: 1, in: other)
        #expect(page == nil)
    }
}
