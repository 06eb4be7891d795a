import ChannelProtocol
import HTTP

/// Where a channel is at any node, and what is wanted of it.
struct ChannelAddress {
    private let path: String

    /// Whether its messages are wanted, and not only answers to posts.
    let listens: Bool

    /// By what nodes know whoever posts, if anything is posted; nobody else may know it.
    private let secret: String?

    /// How many messages of before are wanted where nothing was heard.
    let history: Int

    init(_ name: String, listens: Bool, history: Int = 0, secret: String? = nil) {
        self.history = history
        self.secret = secret
        path = "\(ClientPath.channels)\(PercentEncoding.encode(name))"
        self.listens = listens
    }

    /// Where a WebSocket is opened.
    ///
    /// - Parameters:
    ///   - node: The URL of a node.
    ///   - position: What was heard; `nil` to hear what is new.
    /// - Returns: The URL.
    func url(at node: String, after position: BroadcastChannel.Position?) -> String {
        var url = node
        while url.hasSuffix("/") { url.removeLast() }
        if url.hasPrefix("http") { url.replaceSubrange(..<url.index(url.startIndex, offsetBy: 4), with: "ws") }
        url += "\(path)?\(ClientQuery.acknowledgements)=\(ClientQuery.together)&"
        if let secret { url += "\(ClientQuery.session)=\(secret)&" }
        guard listens else { return "\(url)\(ClientQuery.history)=0&\(ClientQuery.listen)=\(ClientQuery.no)" }
        return url + (position.map { "\(ClientQuery.after)=\($0)" } ?? "\(ClientQuery.history)=\(history)")
    }
}
