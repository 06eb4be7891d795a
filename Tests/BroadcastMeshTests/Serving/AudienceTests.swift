import Gossip
import MeshSimulator
import Reactor
import Testing

@testable import BroadcastMesh

@Suite("The live clients of a channel", .computing) struct AudienceTests {
    private static let member = Audience.Member(socket: SocketNumber(rawValue: -1), slot: 7)

    /// A channel with three bytes, its live clients, who were sent them, and somebody who was sent them as well.
    private static func read() throws -> (audience: Audience, permit: LivePermit) {
        var node = GossipNode(name: "alpha", epoch: 1, bootNonce: 1, settings: GossipSettings())
        let channel = node.openChannel(.relay, named: [])
        _ = node.post(in: channel, at: Moment(monotonic: 1, wall: 1)) { _ in [1, 2, 3] }
        let audience = Audience(of: channel, as: .plain, at: node.place(atEndOf: channel))
        var reading = Reading(from: audience.place, hearsOfLosses: false)
        var looks = Looks()
        let step = node.advance(&reading, in: channel, upTo: audience.place, looks: &looks)
        guard case .live(let permit) = step else { throw RawClient.Ended() }
        return (audience, permit)
    }

    @Test func `take in who was sent what they were, and has nothing of its own left`() throws {
        var (audience, permit) = try Self.read()
        let index = audience.join(Self.member, with: permit, Outgoing(), usersVersion: 1)
        #expect(index == 0)
        #expect(audience.members.count == 1)
    }

    @Test func `take in nobody who is to get something else first`() throws {
        var (audience, permit) = try Self.read()
        var changes: [(inout Outgoing) -> Void] = []
        changes.append { $0.append([0x81, 0]) }
        changes.append { $0.answerPing([1]) }
        changes.append { $0.ping() }
        changes.append { $0.finish(.bytes([1, 2], from: 1)) }
        changes.append { $0.hold() }
        for change in changes {
            var outgoing = Outgoing()
            change(&outgoing)
            let index = audience.join(Self.member, with: permit, outgoing, usersVersion: 1)
            #expect(index == nil)
        }
        let index = audience.join(Self.member, with: permit, Outgoing(), usersVersion: 2)
        #expect(index == nil)
    }

    @Test func `take in nobody who was sent less`() throws {
        var (audience, permit) = try Self.read()
        audience.move { $0.advance(to: 4) }
        let index = audience.join(Self.member, with: permit, Outgoing(), usersVersion: 1)
        #expect(index == nil)
    }

    @Test func `close the hole that one leaves`() throws {
        var (audience, permit) = try Self.read()
        for slot in 0..<3 {
            let member = Audience.Member(socket: SocketNumber(rawValue: -1), slot: Int32(slot))
            _ = audience.join(member, with: permit, Outgoing(), usersVersion: 1)
        }
        #expect(audience.leave(0) == (nil, 0))
        #expect(audience.leave(1) == (nil, nil))
        #expect(audience.members.map(\.slot) == [2])
    }

    @Test func `are not sent what is held`() throws {
        var outgoing = Outgoing()
        outgoing.hold()
        outgoing.append([1])
        var budget = TurnBudget()
        let socket = try LinuxNetwork().bindDatagram(on: .loopback())
        var portion = 1
        let result = outgoing.send(to: socket, portion: &portion, paidBy: &budget)
        #expect(result == .wouldBlock)
        outgoing.release()
        outgoing.dropControlFrames()
        #expect(outgoing.unreadCount == 1)
        #expect(!outgoing.isAtBoundary)
    }

    @Test func `are sent a shared body before what follows it`() throws {
        let internet = SimulatedInternet(hosts: 2, seed: 1)
        let (server, client) = (internet.startProcess(on: 0), internet.startProcess(on: 1))
        let listener = try server.listen(on: SimulatedInternet.address(of: 0, port: 80))
        let socket = try client.connect(to: listener.localAddress)
        internet.run(until: 1_000_000_000)
        guard let accepted = try listener.accept() else {
            Issue.record("nobody knocked")
            return
        }
        var outgoing = Outgoing()
        outgoing.append([1])
        outgoing.append(sharing: [2, 3])
        outgoing.append([4])
        outgoing.append(sharing: [5])
        outgoing.append { $0 += [6] }
        var budget = TurnBudget()
        var portion = 4
        let first = outgoing.send(to: accepted.socket, portion: &portion, paidBy: &budget)
        #expect(first == .wouldBlock && portion == 0 && outgoing.unreadCount == 2)
        portion = 100
        let result = outgoing.send(to: accepted.socket, portion: &portion, paidBy: &budget)
        #expect(result == .sent(0) && portion == 98)

        internet.run(until: 2_000_000_000)
        var buffer = [UInt8](repeating: 0, count: 100)
        var received: [UInt8] = []
        while case .bytes(let count) = try socket.receive(into: &buffer) { received += buffer[..<count] }
        #expect(received == [1, 2, 3, 4, 5, 6])
    }

    @Test func `are not told what was held and then taken back`() {
        var outgoing = Outgoing()
        outgoing.append([1])
        outgoing.hold()
        outgoing.append([2, 3])
        outgoing.hold()
        outgoing.retract()
        #expect(!outgoing.isHeld)
        #expect(outgoing.unreadCount == 1)
        outgoing.append([4])
        outgoing.retract()
        #expect(outgoing.unreadCount == 2)
    }
}
