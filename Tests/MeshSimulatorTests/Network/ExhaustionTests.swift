import Reactor
import Testing

@testable import MeshSimulator

@Suite("A simulated machine without descriptors", .computing) struct ExhaustionTests {
    @Test func `takes nobody in, and who waits is there when it has some again`() throws {
        let internet = SimulatedInternet(hosts: 2, seed: 1)
        let (server, client) = (internet.startProcess(on: 0), internet.startProcess(on: 1))
        let listener = try server.listen(on: SimulatedInternet.address(of: 0, port: 80))
        let caller = try client.connect(to: listener.localAddress)
        while let time = internet.nextTime { internet.run(until: time) }

        internet.set(lacksDescriptors: true, on: 0)
        #expect(throws: SystemError.self) { _ = try server.accept(from: listener.number) }
        #expect(throws: SystemError.self) { _ = try server.connect(to: caller.localAddress) }

        internet.set(lacksDescriptors: false, on: 0)
        let isTakenIn = try server.accept(from: listener.number) != nil
        #expect(isTakenIn)
    }
}
