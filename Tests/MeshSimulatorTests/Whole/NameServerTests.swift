import Reactor
import Testing

@testable import MeshSimulator

@Suite("Who knows the hosts of a simulated mesh", .computing) struct NameServerTests {
    private let names = NameServer()

    @Test(arguments: [0, 3]) func `tells an address at which nobody is besides`(host: Int) throws {
        let found = try names.addresses(of: NameServer.name(of: host), port: 80)
        #expect(found.count == 2 && found.contains(SimulatedInternet.address(of: host, port: 80)))
    }

    @Test func `tells nothing, or only that, while something is wrong`() throws {
        names.begin(.forgetful)
        #expect(try names.addresses(of: NameServer.name(of: 1), port: 80).map(\.isLoopback) == [true])
        names.begin(.silent)
        #expect(throws: SystemError.self) { try names.addresses(of: NameServer.name(of: 1), port: 80) }
        for mood in [NameServer.Mood.forgetful, .silent] { names.end(mood) }
        #expect(try !names.isTroubled && names.addresses(of: NameServer.name(of: 1), port: 80).count == 2)
    }

    @Test(arguments: ["n1", "nobody.mesh.test", "x1.mesh.test", ""]) func `knows nobody else`(host: String) {
        #expect(throws: SystemError.self) { try names.addresses(of: host, port: 80) }
    }
}
