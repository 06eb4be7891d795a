import MeshClient

/// How far a client has read: the last message of each origin.
struct ReadPosition: Equatable {
    /// How many origins are remembered: more than a request line has room for.
    static let originLimit = 1024

    private var lastIDs: [String: String] = [:]

    /// Nothing was read.
    init() {}

    /// Takes over what a node says.
    init(_ text: String) {
        for id in text.split(separator: ",") { see(String(id)) }
    }

    /// Takes in the ID of a message that arrived, `NAME@EPOCH/SEQUENCE`.
    mutating func see(_ id: String) {
        guard let slash = id.lastIndex(of: "/") else { return }
        let origin = String(id[..<slash])
        guard lastIDs.count < Self.originLimit || lastIDs[origin] != nil else { return }
        lastIDs[origin] = id
    }

    /// Takes in up to where messages are lost, as a position: what was read beyond that stays.
    mutating func pass(_ text: String) {
        for id in text.split(separator: ",") {
            guard let end = Self.sequence(of: id) else { continue }
            let last = id.lastIndex(of: "/").flatMap { lastIDs[String(id[..<$0])] }
            if last.flatMap({ Self.sequence(of: $0[...]) }) ?? 0 < end { see(String(id)) }
        }
    }

    private static func sequence(of id: Substring) -> UInt64? {
        id.lastIndex(of: "/").flatMap { UInt64(id[id.index(after: $0)...]) }
    }

    /// What a node is told, the same for the same position; empty when nothing was read.
    ///
    /// A request line has room for it with up to some two hundred nodes: where it would be longer, newer runs of a node stand
    /// for older ones.
    var text: String {
        var position = BroadcastChannel.Position()
        for id in lastIDs.values { position.see(id) }
        return position.description
    }
}
