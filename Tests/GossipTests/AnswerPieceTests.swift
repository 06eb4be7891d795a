import Bytes
import Gossip
import Testing

@Suite("A piece of an answer", .computing) struct AnswerPieceTests {
    @Test func `has an entry, however small it is to be`() throws {
        var settings = GossipSettings()
        settings.limits.answerPieceBytes = 1
        var mesh = TestMesh(1, settings: settings)
        mesh.post("hello", at: 0)
        let peer = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        var question: [UInt8] = []
        question.append(counted: "alpha".utf8)
        question.append(bigEndian: UInt64(1_700_000_000_000))
        for number in [1, 1, 0] { question.append(varint: UInt64(number)) }
        let frame = DatagramPathTests.frame(5, question)

        try mesh.nodes[0].receive(frame.span, on: peer.link, at: mesh.now)
        var answer: [UInt8] = []
        mesh.nodes[0].produce(for: peer.link, into: &answer, limit: 1 << 10, at: mesh.now)

        #expect(mesh.nodes[0].statistics(of: "bravo").sentMessages == 1)
        #expect(answer.count < 1 << 10)
    }
}
