/// What a message's ID says.
struct OriginPlace: Equatable, Sendable {
    /// The run, and the node whose run it is.
    var origin: String
    var node: String

    /// Which of the runs of that node it is: a later one has a larger number.
    var epoch: Int { Int(origin.drop { $0 != "@" }.dropFirst()) ?? 0 }

    /// The number in the run.
    var sequence: Int

    /// The ID.
    var id: String { "\(origin)/\(sequence)" }

    /// Reads an ID.
    init?(_ id: String) {
        let parts = id.split(separator: "/")
        guard parts.count == 2, let sequence = Int(parts[1]), let node = parts[0].split(separator: "@").first else {
            return nil
        }
        origin = String(parts[0])
        self.node = String(node)
        self.sequence = sequence
    }
}
