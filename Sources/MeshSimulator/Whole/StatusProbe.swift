import HTTP
import JSON
import Reactor

/// Somebody who asks a node for its status, once.
struct StatusProbe {
    private let network: SimulatedNetwork
    private var connection: BrowserConnection?

    /// What the node answered; `nil` until it did.
    private(set) var status: JSONValue?

    /// Asks.
    init(_ address: SocketAddress, on network: SimulatedNetwork) {
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
    mutating func goOn() {
        var events: [ReadyEvent] = []
        network.takeReady(into: &events)
        for event in events {
            for case .answer(200, let body) in connection?.handleReady(event) ?? [] {
                do throws(JSONError) { status = try JSONValue(parsing: body.span) } catch { status = nil }
            }
        }
    }
}

extension WholeMesh {
    /// Asks every node for its status.
    mutating func probe() {
        for host in hosts.indices {
            let network = startProcess(on: scenario.nodes + scenario.browsers, for: .probe(probes.count))
            let address = SimulatedInternet.address(of: host, port: WholeScenario.httpPort)
            probes.append(StatusProbe(address, on: network))
        }
    }

    /// All nodes see each other, and have the same transcript of the chat.
    mutating func judgeStatus() {
        var expected: String?
        for (host, probe) in probes.enumerated() {
            guard let status = probe.status else {
                judge.object(.noStatus(node: "n\(host)"))
                continue
            }
            if let count = status["nodes"]?.list?.count, count != hosts.count {
                judge.object(.apart(node: "n\(host)", shown: "\(count) nodes"))
            }
            for link in status["links"]?.list ?? [] where link["state"]?.string != "up" {
                judge.object(.apart(node: "n\(host)", shown: "no link to \(link["peer"]?.string ?? "?")"))
            }
            let chat = status["channels"]?.list?.first { $0["kind"]?.string == "chat" }
            let held = chat?["messages"]?.integer ?? 0
            if !(judge.acceptedCount...judge.saidCount).contains(held) {
                judge.object(
                    .heldWrongly(
                        node: "n\(host)",
                        held: held,
                        accepted: judge.acceptedCount,
                        said: judge.saidCount
                    )
                )
            }
            var transcript = "\(chat?["transcript"]?.string ?? "-") of \(held)"
            if scenario.sabotage == .changeTranscript, host == 1 { transcript += "0" }
            if transcript != expected ?? transcript {
                judge.object(
                    .transcriptsDiffer(node: "n\(host)", shown: transcript, expected: expected ?? transcript)
                )
            }
            expected = expected ?? transcript
        }
    }
}
