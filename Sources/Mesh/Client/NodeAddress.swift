import BroadcastMesh
import ChannelProtocol
import HTTP
import MeshClient
import Reactor

/// Where a running node is asked, and how the paths of its resources are written.
///
/// There is none that nobody could connect to: what a person typed, or a server said, is looked at here, once.
struct NodeAddress: Equatable, Sendable {
    /// The scheme, the host and the port, and the path where the node is below one: `http://127.0.0.1:8081`.
    let base: String

    /// Reads what a person typed; `http://` and a `/` at the end may be left out or not; `https://` may not.
    ///
    /// - Throws: ``NodeAddressError``.
    init(_ text: String) throws(NodeAddressError) {
        let url: ClientURL
        do throws(ClientError) { url = try ClientURL(text) } catch {
            throw .noURL(ClientURL.withoutSecrets(text))
        }
        guard !text.contains(where: { "?#".contains($0) }) else { throw .hasQuery(ClientURL.withoutSecrets(text)) }
        var path = url.path
        while path.hasSuffix("/") { path.removeLast() }
        base = url.origin + path
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

    /// Whether it is spoken to under TLS.
    var isSecure: Bool { base.hasPrefix("https://") }

    /// Another node of the same mesh, by its HTTP address: what is spoken with one is spoken with the other.
    func beside(_ address: String) throws(NodeAddressError) -> NodeAddress {
        try NodeAddress(isSecure ? "https://\(address)" : address)
    }

    /// What the node sees.
    var status: String { "\(base)/status" }

    /// A relay channel.
    func channel(_ name: String, query: [(name: String, value: String)] = []) -> String {
        "\(base)\(ClientPath.channels)\(PercentEncoding.encode(name, keepingSlashes: true))\(Self.encoded(query))"
    }

    /// The chat.
    func chat(
        as username: String,
        in channel: String?,
        query: [(name: String, value: String)] = []
    ) -> String {
        let room = channel.map { [(name: ClientQuery.channel, value: $0)] } ?? []
        let person = [(name: ClientQuery.username, value: username)]
        return "\(base)\(ClientPath.chat)\(Self.encoded(person + room + query))"
    }

    private static func encoded(_ query: [(name: String, value: String)]) -> String {
        let pairs = query.map { "\($0.name)=\(PercentEncoding.encode(queryValue: $0.value))" }
        return pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&")
    }
}

/// Why a text is no address of a node; what it may hold of secrets is not repeated.
enum NodeAddressError: Error, Equatable, CustomStringConvertible {
    /// It is no URL with the scheme `http` or `https`.
    case noURL(String)

    /// It is the URL of something on a node.
    case hasQuery(String)

    /// One line for a terminal.
    var description: String {
        switch self {
        case .noURL(let text): "\"\(text)\" is no URL of a node, such as http://127.0.0.1:8081"
        case .hasQuery(let text): "the URL of a node has no ? and no #: \"\(text)\" without what follows"
        }
    }
}
