import Bytes

/// What should be the same on every node of a mesh, as hashes: nodes whose files say different things tell each other so.
///
/// It breaks no link. It travels in a greeting, where a node that does not know it passes over it, and, when it
/// changes later, in a frame of its own to those who understand it.
public struct Agreement: Equatable, Sendable {
    /// One thing that should be the same.
    public enum Matter: String, CaseIterable, Sendable {
        /// The names of the nodes.
        case nodes

        /// The largest message that a client may post.
        case messageBytes = "message_bytes"

        /// What is kept.
        case retention
    }

    /// A hash for each, in the order of their cases; what a later version adds stands behind.
    private var hashes: [UInt64]

    /// How many bytes a hash has.
    private static let width = 8

    /// Hashes what a node was told.
    ///
    /// A hash is the first 64 bits of SHA-256 of `mesh agreement 1`, the name of the matter, and its text, each with its
    /// length before it.
    ///
    /// - Parameters:
    ///   - nodes: The names of the nodes, in any order.
    ///   - messageBytes: The largest message, in bytes.
    ///   - retention: What is kept.
    public init(nodes: [String], messageBytes: Int, retention: Retention) {
        hashes = Matter.allCases.map { matter in
            let text =
                switch matter {
                case .nodes: nodes.sorted().joined(separator: " ")
                case .messageBytes: "\(messageBytes)"
                case .retention: "\(retention.messages) \(retention.bytes) \(retention.seconds)"
                }
            var bytes: [UInt8] = []
            for part in ["mesh agreement 1", matter.rawValue, text] { bytes.append(counted: part.utf8) }
            return SHA256.hash(bytes.span).span.bigEndian(at: 0, as: UInt64.self)
        }
    }

    /// Adds what only a later version knows.
    mutating func add(_ hash: UInt64) { hashes.append(hash) }

    /// What differs from another node's; what only one of them knows does not count.
    func differences(from other: Agreement) -> [Matter] {
        zip(Matter.allCases, zip(hashes, other.hashes)).filter { $1.0 != $1.1 }.map(\.0)
    }

    /// Whether another node knows one thing, and it is the same there.
    func isShared(_ matter: Matter, with other: Agreement) -> Bool {
        let known = zip(Matter.allCases, zip(hashes, other.hashes))
        return known.contains { $0.0 == matter && $0.1.0 == $0.1.1 }
    }

    /// Appends the hashes.
    func append(to output: inout [UInt8]) {
        for hash in hashes { output.append(bigEndian: hash) }
    }

    /// Reads hashes, as many as there are.
    ///
    /// - Parameters:
    ///   - body: What has them.
    ///   - range: Where they are.
    /// - Throws: When the last one is not whole.
    init(decoding body: Span<UInt8>, in range: Range<Int>) throws(TruncatedInput) {
        guard range.count.isMultiple(of: Self.width) else { throw TruncatedInput() }
        hashes = []
        // What a later version adds means nothing here.
        for place in 0..<min(range.count / Self.width, Matter.allCases.count) {
            hashes.append(body.bigEndian(at: range.lowerBound + place * Self.width, as: UInt64.self))
        }
    }
}
