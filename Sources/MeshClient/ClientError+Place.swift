extension ClientError {
    /// One line for a terminal that says at which server it went wrong, and what may help.
    ///
    /// - Parameter url: What was asked for. Only where that is gets repeated: a query can hold a secret.
    /// - Returns: The line.
    package func told(ofServerAt url: String) -> String {
        guard let place = (try? ClientURL(url))?.origin else { return description }
        // Some rules are sentences, and more follows.
        let reason = description.hasSuffix(".") ? String(description.dropLast()) : description
        return switch self {
        // They name the host, or the address that was tried.
        case .malformedURL, .untrusted, .insecure: description
        case .unreachable: "\(description): does a node run there?"
        case .refused(let status, let reason): "\(place) answered \(status)\(reason.isEmpty ? "" : ": \(reason)")"
        case .timedOut: "\(place) was silent for too long: \(Self.doubt)"
        case .connectionLost:
            "\(place) ended the connection without an answer. If the node ended, its log says why; otherwise: \(Self.doubt)"
        case .protocolBroken: "\(place): \(reason): \(Self.doubt)"
        case .connectionBroken, .closed, .cancelled: "\(place): \(description)"
        }
    }

    /// What to look at where somebody listens who does not answer as a node does.
    private static let doubt = "is that the HTTP address of a node, not its gossip address?"
}
