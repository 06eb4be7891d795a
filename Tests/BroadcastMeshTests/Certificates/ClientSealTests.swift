import Testing

@testable import BroadcastMesh

@Suite("A certificate that is of no use", .computing) struct ClientSealTests {
    @Test func `is told each time that somebody asks for it, and once to nobody`() {
        let paper = LogTests.Paper()
        let files = TLSConfiguration(certificate: "own.pem", key: "own.key")
        var seal = ClientSeal(files, over: PipeNetwork(), log: Log(node: "alpha", to: paper.write))
        func read(at now: Int64) {
            seal.handle(.failure(CertificateError(.key, "it is another certificate's")), at: now)
        }
        for now in Int64(1)...3 { read(at: now) }
        #expect(paper.lines.count == 1)
        for now in Int64(4)...5 {
            seal.readAgain(at: now)
            read(at: now)
            read(at: now)
        }
        #expect(paper.lines.count == 3)
    }
}
