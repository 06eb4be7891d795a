import HTTP
import Reactor

/// Where a client connects: `http://127.0.0.1:8081/status`, `wss://chat.example.org/channels/tea?history=10`.
package struct ClientURL {
    /// The host and the port; when the text says none, 80, or 443 under TLS.
    var endpoint: Endpoint

    /// Whether TLS is spoken there.
    var isSecure: Bool

    /// The host and the port as they stand in the text, for `Host`.
    var authority: String

    /// The path and the query.
    var target: RequestTarget

    /// Reads a URL with the scheme `http` or `ws`, which are the same here, or `https` or `wss`; without one, `http` is
    /// meant.
    ///
    /// - Throws: ``ClientError/malformedURL(_:)``.
    package init(_ text: String) throws(ClientError) {
        let parts = text.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
        let scheme = parts.count == 2 ? parts[0].lowercased() : "http"
        isSecure = scheme == "https" || scheme == "wss"
        guard isSecure || scheme == "http" || scheme == "ws", let rest = parts.last else {
            throw .malformedURL(Self.withoutSecrets(text))
        }

        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        authority = String(rest[..<end])
        let endpoint = (try? Endpoint(authority)) ?? (try? Endpoint("\(authority):\(isSecure ? 443 : 80)"))
        guard let endpoint else { throw .malformedURL(Self.withoutSecrets(text)) }
        self.endpoint = endpoint

        let path = rest[end...].prefix { $0 != "#" }
        let target = try? RequestTarget(decoding: path.hasPrefix("/") ? String(path) : "/\(path)")
        guard let target else { throw .malformedURL(Self.withoutSecrets(text)) }
        self.target = target
    }

    /// The scheme, the host and the port, as in `http://127.0.0.1:8081`; that can be told to anybody.
    package var origin: String { "\(isSecure ? "https" : "http")://\(authority)" }

    /// The path as it stands in the text, `/` where there is none.
    package var path: Substring { target.text.prefix { $0 != "?" } }

    /// What may be told of a text that is no URL: a query can hold a session, and what stands before `@` a password.
    package static func withoutSecrets(_ text: String) -> String {
        let place = text.prefix { !"?#".contains($0) }
        guard let end = place.lastIndex(of: "@") else { return String(place) }
        let start = place.firstRange(of: "://").map(\.upperBound) ?? place.startIndex
        return place[..<min(start, end)] + "…" + place[end...]
    }

    /// What makes a connection private; `nil` where none is meant to be.
    func security(trusting trust: ServerTrust) -> ClientSecurity? {
        isSecure ? ClientSecurity(host: endpoint.host, trust: trust) : nil
    }

    /// The addresses of the host, in the order in which to try them; nobody's thread is lent to the question.
    ///
    /// - Parameters:
    ///   - resolver: Who is asked.
    ///   - deadline: Until when an answer is waited for, by the monotonic clock in nanoseconds.
    /// - Returns: At least one address.
    /// - Throws: When there is none, or no answer in time, or the task was cancelled.
    func resolve(by resolver: Resolver, deadline: Int64) async throws(ClientError) -> [SocketAddress] {
        let patience = Duration.nanoseconds(max(0, deadline - Clock.monotonic()))
        do throws(SystemError) {
            return try await resolver.resolve(host: endpoint.host, port: endpoint.port, patience: patience)
        } catch {
            // Also where it took too long: that the name did is what helps.
            throw Task.isCancelled ? .cancelled : .unreachable(error)
        }
    }
}
