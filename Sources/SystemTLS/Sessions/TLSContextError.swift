/// Why a library or a setting cannot be used.
public enum TLSContextError: Error, Equatable, Sendable, CustomStringConvertible {
    /// OpenSSL cannot be used.
    case library(SystemLibraryError)

    /// What OpenSSL objects to.
    case refused(step: String, words: String)

    /// One line for the person who starts the node.
    public var description: String {
        switch self {
        case .library(let error): error.description
        case .refused(let step, let words): "OpenSSL refuses \(step): \(words)"
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
