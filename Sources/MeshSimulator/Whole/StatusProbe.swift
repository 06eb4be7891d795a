import HTTP
import JSON
import Reactor

/// Somebody who asks a node for its status, once.
struct StatusProbe {
    /// The host of the node.
    let host: Int

    private let network: SimulatedNetwork
    private var connection: BrowserConnection?

    /// What the node answered; `nil` until it did.
    private(set) var status: JSONValue?

    /// Asks.
    init(_ host: Int, _ address: SocketAddress, on network: SimulatedNetwork) {
        self.host = host
        self.network = network
        do {
            let target = try RequestTarget(decoding: "/status")
            let request = Request(method: .get, target: target, fields: ["Host": "\(address)"])
            connection = try BrowserConnection(to: address, asking: request, nil, on: network, token: 1)
        } catch {
            connection = nil
        }
    }

    /// Goes on after something happened on its socket.
    ///
    /// - Parameter isDeaf: Whether no answer reaches it.
    mutating func goOn(isDeaf: Bool) {
        for case .answer(200, let body) in network.takeNews(of: connection) where !isDeaf {
            do throws(JSONError) { status = try JSONValue(parsing: body.span) } catch { status = nil }
        }
    }
}

extension WholeMesh {
    /// Something happened on the socket of one who asks; of one who asked before, nobody wants to know.
    mutating func goOn(_ probe: Int) {
        guard probe < guests.probes.count else { return }
        guests.probes[probe].goOn(isDeaf: scenario.sabotage == .hideStatus)
    }

    /// Asks nodes for their status, and forgets what any said before.
    mutating func probe(_ asked: [Int]) {
        guests.probes = []
        for host in asked {
            let network = startProcess(on: scenario.nodes + browsers.count, for: .probe(guests.probes.count))
            let address = SimulatedInternet.address(of: host, port: WholeScenario.httpPort)
            guests.probes.append(StatusProbe(host, address, on: network))
        }
    }
}
