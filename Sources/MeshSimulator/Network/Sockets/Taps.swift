/// What somebody overhears of what is on its way, and what is counted of what processes read.
struct Taps: Sendable {
    /// The hosts whose bytes are counted at whoever reads them.
    private var counted: Set<Int> = []

    /// How many bytes of theirs each process has read since somebody asked.
    private var counts: [Int: Int] = [:]

    /// The hosts that overhear others; and the last datagram on its way to each of those.
    private var listeners: Set<Int> = []
    private var overheard: [Int: [UInt8]] = [:]

    /// Counts the bytes of a host from now on.
    mutating func count(_ host: Int) { counted.insert(host) }

    /// A process has read bytes of a host.
    mutating func handleRead(_ count: Int, of host: Int, by process: Int) {
        guard counted.contains(host) else { return }
        counts[process, default: 0] += count
    }

    /// How many bytes of such hosts a process has read since this was asked last.
    mutating func takeCount(of process: Int) -> Int { counted.isEmpty ? 0 : counts.removeValue(forKey: process) ?? 0 }

    /// Has a host overhear what is on its way to another.
    mutating func overhear(_ host: Int, by listener: Int) {
        listeners.insert(listener)
        if overheard[host] == nil { overheard[host] = [] }
    }

    /// A datagram is on its way; what those who overhear send themselves is nothing to repeat.
    mutating func handleDatagram(_ bytes: Span<UInt8>, from sender: Int, to host: Int) {
        guard overheard[host] != nil, !listeners.contains(sender) else { return }
        overheard[host] = bytes.copy(0..<bytes.count)
    }

    /// The last datagram on its way to a host that is overheard.
    func datagram(to host: Int) -> [UInt8] { overheard[host] ?? [] }
}
