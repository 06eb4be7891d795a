/// Why a library or a setting cannot be used.
public enum TLSContextError: Error, Equatable, Sendable, CustomStringConvertible {
    /// OpenSSL cannot be used.
    case library(SystemLibraryError)

    /// What OpenSSL objects to.
    case refused(step: String, words: String)

    /// A text has no certificate.
    case noCertificate

    /// A text has more certificates than a chain may.
    case longChain

    /// A text has no private key, or one with a password.
    case noPrivateKey

    /// The private key is another certificate's.
    case mismatch

    /// One line for the person who starts the node.
    public var description: String {
        switch self {
        case .library(let error): error.description
        case .refused(let step, let words): "OpenSSL refuses \(step): \(words)"
        case .noCertificate: "it has no certificate; wanted PEM, the node's own first"
        case .longChain:
            "it has more than \(PEM.chainLimit) certificates; wanted the node's own and those that vouch for it"
        case .noPrivateKey: "it has no private key that can be used; wanted PEM without a password"
        case .mismatch: "the key is not that of the certificate; give both of one pair"
        }
    }
}

extension OpenSSL {
    /// Says what OpenSSL objected to.
    func refusal(of step: String) -> TLSContextError {
        .refused(step: step, words: takeError().words)
    }

    /// Throws unless a call succeeded.
    func require(_ result: some FixedWidthInteger, _ step: String) throws(TLSContextError) {
        guard result == 1 else { throw refusal(of: step) }
    }
}
