/// Waits until each of several nodes has come through its start, one way or the other.
struct Gathering {
    private var awaited: Set<String>

    /// The nodes that serve, by name.
    private(set) var entries: [String: ReadyTable.Entry] = [:]

    /// Waits for nodes.
    init(_ names: [String]) {
        awaited = Set(names)
    }

    /// Waits for one more.
    mutating func wait(for name: String) { awaited.insert(name) }

    /// Takes in that a node serves.
    ///
    /// - Returns: Whether that was the last one that was waited for.
    mutating func handleReady(_ name: String, _ entry: ReadyTable.Entry) -> Bool {
        entries[name] = entry
        return stopWaiting(for: name)
    }

    /// Takes in that a node has ended.
    ///
    /// - Returns: Whether that was the last one that was waited for, and any serves.
    mutating func handleEnd(_ name: String) -> Bool {
        entries[name] = nil
        return stopWaiting(for: name) && !entries.isEmpty
    }

    private mutating func stopWaiting(for name: String) -> Bool {
        awaited.remove(name) != nil && awaited.isEmpty
    }
}
