import BroadcastMesh
import Reactor

/// Where a running node is asked, and how the paths of its resources are written.
struct NodeAddress: Equatable {
    /// The scheme, the host and the port: `http://127.0.0.1:8081`.
    let base: String

    /// Reads what a person typed; `http://` and a `/` at the end may be left out or not; `https://` may not.
    init(_ text: String) {
        let trimmed = text.hasSuffix("/") ? String(text.dropLast()) : text
        base = trimmed.contains("://") ? trimmed : "http://\(trimmed)"
    }

    /// The address of a node of the configuration; `nil` when it takes any free port.
    init?(_ node: NodeConfiguration) {
        guard node.http.port != 0 else { return nil }
        base = "\(node.scheme)://\(Self.local(node.http))"
    }

    /// Where this machine reaches what listens on an endpoint, which may be every address of the machine.
    static func local(_ endpoint: Endpoint) -> Endpoint {
        guard endpoint.isWildcard else { return endpoint }
        return Endpoint(host: endpoint.host.contains(":") ? "::1" : "127.0.0.1", port: endpoint.port)
    }

    /// Another node of the same mesh, by its HTTP address: what is spoken with one is spoken with the other.
    func beside(_ address: String) -> NodeAddress {
        NodeAddress(base.hasPrefix("https://") ? "https://\(address)" : address)
    }

    /// What the node sees.
    var status: String { "\(base)/status" }

    /// A relay channel.
    func channel(_ name: String, query: [(name: String, value: String)] = []) -> String {
        "\(base)/channels/\(Self.percentEncoded(name, keeping: "/"))\(Self.encoded(query))"
    }

    /// The chat.
    func chat(
        as username: String,
        in channel: String?,
        query: [(name: String, value: String)] = []
    ) -> String {
        let room = channel.map { [(name: "channel", value: $0)] } ?? []
        return "\(base)/start_web_socket\(Self.encoded([(name: "username", value: username)] + room + query))"
    }

    private static func encoded(_ query: [(name: String, value: String)]) -> String {
        let pairs = query.map { "\($0.name)=\(percentEncoded($0.value))" }
        return pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&")
    }

    /// Everything but the unreserved characters as `%` and two digits (RFC 3986 §2.1).
    private static func percentEncoded(_ text: String, keeping kept: String = "") -> String {
        var encoded = ""
        for byte in text.utf8 {
            let character = Character(Unicode.Scalar(byte))
            if byte < 0x80, character.isLetter || character.isNumber || "-._~\(kept)".contains(character) {
                encoded.append(character)
            } else {
                encoded += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return encoded
    }
}

extension Arguments {
    /// The node to ask: the one that was named, here or in `MESH_URL`, or the first of the configuration.
    func node(at text: String?) throws(CommandError) -> NodeAddress {
        if let text = text ?? variable("MESH_URL") { return NodeAddress(text) }
        let mesh = try configuration()
        guard let address = mesh.nodes.first.flatMap(NodeAddress.init) else {
            throw usage("the first node of \(configurationPath) takes any free port; name a URL")
        }
        return address
    }
}

extension CommandSyntax.Option {
    /// Which node.
    static let url = Self(
        name: "--url",
        placeholder: "URL",
        summary: "the HTTP address of a node (default: MESH_URL, else the first node of the configuration)"
    )
}
