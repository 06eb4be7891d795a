/// A run, and up to where it says that the runs before it were seen, by number: one after the other, as far as it goes.
///
/// Every reader that comes back to a node names the same few runs. What those go back to is looked up once for all.
struct Lineage: Sendable {
    /// A row that is shorter is looked up for each reader.
    static let leastLength = 8

    /// The run that it begins with.
    var run: Int

    /// The newest entry of each earlier run that the one after it had.
    var covered: [Int: UInt64] = [:]
}
