import Gossip
import Testing

@Suite("Users who came so many that their entries are folded away") struct SnapshotTests {
    @Test func `reach a node that hears of them from one that has only a snapshot`() {
        var mesh = TestMesh(3)
        for number in 0..<300 { mesh.join("user \(number)", at: 0) }
        mesh.connect(0, 1)
        mesh.settle()
        mesh.connect(1, 2)
        mesh.settle()

        #expect(mesh.usernames(at: 2).count == 300)
    }

    @Test func `reach it also when it knew the first of them`() {
        var mesh = TestMesh(3)
        mesh.connect(0, 1)
        mesh.connect(1, 2)
        mesh.settle()
        for number in 0..<300 { mesh.join("user \(number)", at: 0) }
        mesh.settle()

        #expect(mesh.usernames(at: 2).count == 300)
    }

    @Test func `reach a node whose messages must be much shorter than the list of them`() {
        var settings = GossipSettings()
        settings.frameBytes = 1024
        var mesh = TestMesh(2, settings: settings)
        for number in 0..<2000 { mesh.join("a user with a number, and that number is \(number)", at: 0) }
        mesh.connect(0, 1)
        mesh.settle()

        #expect(mesh.usernames(at: 1).count == 2000)
    }
}
