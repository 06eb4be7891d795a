import HTTP
public import Reactor

/// Asks HTTP servers; one connection for each request.
public struct HTTPClient: Sendable {
    /// What a server answered.
    public struct Answer: Sendable {
        /// The status code: 200 for success.
        public var status: Int

        /// The body.
        public var body: [UInt8]

        private let fields: Fields

        init(_ response: Response) {
            status = response.status.code
            body = response.body
            fields = response.fields
        }

        /// The body as text; what is not UTF-8 is replaced.
        public var text: String { String(decoding: body, as: UTF8.self) }

        /// The value of the first field with this name, whatever the case of its letters.
        public func field(_ name: String) -> String? { fields[name] }
    }

    /// The largest answer, in bytes: the status of a node with a hundred thousand channels fits twice.
    public static let answerLimit = 64 << 20

    private let loop: ClientLoop
    private let resolver: Resolver
    private let trust: ServerTrust
    private let patience: Int64

    /// Makes a client.
    ///
    /// - Parameters:
    ///   - loop: The thread to use; the shared one by default.
    ///   - resolver: Who is asked for the addresses of a host.
    ///   - trust: Whose word is taken for the certificates of servers.
    ///   - timeout: How long a request may stand still, in seconds: nothing more of it arrives, nor of the answer. To find
    ///     the host and to connect may take so long together. The whole may take six times as long, and a second more for
    ///     each KiB of the request and of the answer.
    /// - Throws: When the shared thread cannot be started.
    public init(
        on loop: ClientLoop? = nil,
        resolver: Resolver = .shared,
        trusting trust: ServerTrust = .system,
        timeout: Int = 10
    ) throws(SystemError) {
        self.loop = if let loop { loop } else { try .shared() }
        self.resolver = resolver
        self.trust = trust
        patience = Int64(timeout) * 1_000_000_000
    }

    /// Asks for a resource.
    ///
    /// - Parameter url: Its URL, with the scheme `http` or `https`.
    /// - Returns: The answer, whatever its status.
    /// - Throws: When there is no answer.
    public func get(_ url: String) async throws(ClientError) -> Answer {
        try await request(.get, url, fields: [:], body: [])
    }

    /// Hands a body to a resource.
    ///
    /// - Parameters:
    ///   - url: Its URL, with the scheme `http` or `https`.
    ///   - body: What to hand over.
    ///   - contentType: What it is: `text/plain; charset=utf-8`, `application/octet-stream`.
    /// - Returns: The answer, whatever its status.
    /// - Throws: When there is no answer.
    public func post(_ url: String, body: [UInt8], contentType: String) async throws(ClientError) -> Answer {
        try await request(.post, url, fields: ["Content-Type": contentType], body: body)
    }

    /// Makes any request; `Host` and `Connection` are added.
    func request(_ method: Method, _ url: String, fields: Fields, body: [UInt8]) async throws(ClientError) -> Answer {
        let url = try ClientURL(url)
        var fields = fields
        fields.append("Host", url.authority)
        fields.append("Connection", "close")
        let request = Request(method: method, target: url.target, fields: fields, body: body)
        let deadline = Clock.monotonic() + patience
        let addresses = try await url.resolve(by: resolver, deadline: deadline)
        let security = url.security(trusting: trust)
        let exchange = HTTPExchange(
            request,
            to: addresses,
            securedBy: security,
            on: loop,
            deadline: deadline,
            patience: patience
        )
        return Answer(try await exchange.run())
    }
}
