import MeshSimulator
import Reactor
import Testing

@Suite("A datagram of the simulated network", .computing) struct SimulatedDatagramTests {
    /// Sends numbered datagrams from one host to the other.
    private func arrivals(of count: Int, over profile: WireProfile, seed: UInt64 = 1) throws -> [UInt8] {
        let hosts = try TwoHosts(profile, seed: seed)
        let sender = try hosts.client.bindDatagram(on: SimulatedInternet.address(of: 1, port: 5))
        let receiver = try hosts.server.bindDatagram(on: SimulatedInternet.address(of: 0, port: 5))
        let outbox = DatagramOutbox()
        for number in 0..<count {
            outbox.append([UInt8(number)].span, to: receiver.localAddress)
            let isSent = sender.send(outbox)
            #expect(isSent)
        }
        hosts.settle()
        let inbox = DatagramInbox()
        var numbers: [UInt8] = []
        while try receiver.receive(into: inbox) > 0 {
            for index in 0..<inbox.count {
                inbox.withDatagram(index) { bytes, address in
                    numbers.append(bytes[0])
                    #expect(address == sender.localAddress)
                }
            }
        }
        return numbers
    }

    @Test func `arrives once on a good way, perhaps behind a later one`() throws {
        let numbers = try arrivals(of: 200, over: WireProfile())
        #expect(numbers.sorted() == Array(0..<200))
        #expect(numbers != Array(0..<200))
    }

    @Test func `is lost, or arrives twice, as often as the profile says`() throws {
        var profile = WireProfile()
        profile.lossPerMillion = 500_000
        #expect((60...140).contains(try arrivals(of: 200, over: profile).count))
        profile.lossPerMillion = 0
        profile.duplicatesPerMillion = 500_000
        #expect((260...340).contains(try arrivals(of: 200, over: profile).count))
    }

    @Test func `comes as the seed says`() throws {
        let first = try arrivals(of: 50, over: WireProfile(), seed: 7)
        #expect(try arrivals(of: 50, over: WireProfile(), seed: 7) == first)
        #expect(try arrivals(of: 50, over: WireProfile(), seed: 8) != first)
    }
}
