/// What is counted of what processes read.
struct Taps: Sendable {
    /// The hosts whose bytes are counted at whoever reads them.
    private var counted: Set<Int> = []

    /// How many bytes of theirs each process has read since somebody asked.
    private var counts: [Int: Int] = [:]

    /// Counts the bytes of a host from now on.
    mutating func count(_ host: Int) { counted.insert(host) }

    /// A process has read bytes of a host.
    mutating func handleRead(_ count: Int, of host: Int, by process: Int) {
        guard counted.contains(host) else { return }
        counts[process, default: 0] += count
    }

    /// How many bytes of such hosts a process has read since this was asked last.
    mutating func takeCount(of process: Int) -> Int { counted.isEmpty ? 0 : counts.removeValue(forKey: process) ?? 0 }
}
