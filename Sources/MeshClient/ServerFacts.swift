package import Reactor
import SystemTLS

/// A server as who opens many connections to it sees it: looked up once.
package struct ServerFacts: Sendable {
    /// Where it listens: the first address of its host.
    package let address: SocketAddress

    /// The host and the port as they stand in the URL, for `Host`.
    package let authority: String

    private let host: String
    private let context: TLSContext?

    /// Looks a server up.
    ///
    /// - Parameters:
    ///   - url: A URL of it, with the scheme `http` or `https`.
    ///   - trust: Whose word is taken for its certificate.
    /// - Throws: ``ClientError`` when the URL is none, the host has no address, or this machine cannot speak TLS.
    package init(of url: String, trusting trust: ServerTrust) async throws(ClientError) {
        let url = try ClientURL(url)
        let addresses = try await url.resolve(by: .shared, deadline: Clock.monotonic() + 10_000_000_000)
        address = addresses[0]
        authority = url.authority
        host = url.endpoint.host
        context = url.isSecure ? try TLSContext.visiting(trusting: trust) : nil
    }

    /// The TLS of one more connection; `nil` where none is spoken.
    package func beginTLS() throws(ClientError) -> ClientTLS? {
        try context.map { context throws(ClientError) in try ClientTLS(context, to: host) }
    }
}

extension TLSContext {
    /// What connections share that take the same word; the system's certificates take milliseconds to read.
    static func visiting(trusting trust: ServerTrust) throws(ClientError) -> TLSContext {
        let file: String? = if case .file(let path) = trust { path } else { nil }
        do {
            return try visiting(trusting: file, using: OpenSSL.load())
        } catch {
            throw .insecure("\(error)")
        }
    }
}
