/// What a message's ID says.
struct OriginPlace: Equatable {
    /// The run, and the node whose run it is.
    var origin: String
    var node: String

    /// The number in the run.
    var sequence: Int

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
