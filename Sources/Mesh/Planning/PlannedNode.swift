import Reactor

/// A node that somebody names on the command line, before there is a configuration.
struct PlannedNode: Equatable {
    /// Where the HTTP ports of a machine begin, and its gossip ports, when nobody chooses others.
    static let firstPorts: (http: UInt16, gossip: UInt16) = (8081, 7081)

    /// How many nodes of one host get ports: from there on those for gossip are taken by HTTP.
    static let portsInRow = Int(firstPorts.http - firstPorts.gossip)

    /// What the mesh will call it.
    var name: String

    /// Where it serves browsers.
    var http: Endpoint

    /// Where its peers reach it.
    var gossip: Endpoint

    /// Whether the node can be reached on its own machine only.
    var isLoopback: Bool { gossip.isLoopback }

    /// Reads `NAME`, or `NAME=HOST[:HTTP[:GOSSIP]]`, each.
    ///
    /// A host is a name, an IPv4 address, or an IPv6 address in brackets. Without one the node is on this machine. The
    /// nodes of one host get ports in a row, from ``firstPorts`` on.
    ///
    /// - Parameter words: What was typed.
    /// - Returns: The nodes, in the same order.
    /// - Throws: Which word makes no sense, and what was wanted.
    static func nodes(reading words: [String]) throws(PlanError) -> [PlannedNode] {
        var counts: [String: Int] = [:]
        var nodes: [PlannedNode] = []
        for word in words {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            var place = parts.count == 2 ? parts[1] : "127.0.0.1"
            guard let host = takeHost(&place) else { throw PlanError(word: word, wanted: "NAME=HOST[:HTTP[:GOSSIP]]") }
            let offset = counts[host, default: 0]
            counts[host] = offset + 1
            let places = offset < portsInRow ? firstPorts : nil
            guard places != nil || !place.isEmpty else {
                throw PlanError(
                    word: word,
                    wanted: "HOST:8081:7081: beyond \(portsInRow) nodes of one host each has to name its ports"
                )
            }
            guard
                let http = takePort(&place) ?? places.flatMap({ place.emptied($0.http + UInt16(offset)) }),
                let gossip = takePort(&place) ?? places.flatMap({ place.emptied($0.gossip + UInt16(offset)) }),
                place.isEmpty
            else { throw PlanError(word: word, wanted: "ports from 1 to 65535, as in NAME=HOST:8081:7081") }
            nodes.append(
                PlannedNode(
                    name: String(parts[0]),
                    http: Endpoint(host: host, port: http),
                    gossip: Endpoint(host: host, port: gossip)
                )
            )
        }
        return nodes
    }

    /// Takes a host from the front of a text.
    private static func takeHost(_ text: inout Substring) -> String? {
        let isBracketed = text.hasPrefix("[")
        guard let end = isBracketed ? text.firstIndex(of: "]") : text.firstIndex(of: ":") ?? text.endIndex else {
            return nil
        }
        let host = isBracketed ? text[..<end].dropFirst() : text[..<end]
        text = text[end...].drop { $0 == "]" }
        // Whatever an endpoint of the configuration takes, and nothing else.
        guard (try? Endpoint(isBracketed ? "[\(host)]:1" : "\(host):1")) != nil else { return nil }
        return String(host)
    }

    /// Takes a colon and a port from the front of a text; without them, nothing.
    private static func takePort(_ text: inout Substring) -> UInt16? {
        guard text.hasPrefix(":") else { return nil }
        let digits = text.dropFirst().prefix { $0.isASCII && $0.isNumber }
        guard let port = UInt16(digits), port > 0 else { return nil }
        text = text[digits.endIndex...]
        return port
    }
}

extension Substring {
    /// A value for what was left out; `nil` when something stands here after all.
    fileprivate func emptied(_ value: UInt16) -> UInt16? { isEmpty ? value : nil }
}

/// A word that names no node.
struct PlanError: Error, Equatable {
    /// What was typed.
    var word: String

    /// What makes sense in its place.
    var wanted: String
}

extension PlanError: CustomStringConvertible {
    /// One line.
    var description: String { "\"\(word)\" names no node; wanted \(wanted)" }
}
