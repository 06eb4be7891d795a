import Reactor

/// The sockets that were ready when a turn had no budget left: first come, first served, from one turn to the next.
///
/// Each waits at most once, so a flood of one client costs the others no more than a portion of it a round.
struct ReadySources {
    private var events: [UInt64: ReadyEvent] = [:]
    private var queue: [UInt64] = []
    private var next = 0

    /// How many sockets wait.
    var count: Int { events.count }

    /// Whether nobody waits.
    var isEmpty: Bool { events.isEmpty }

    /// Notes what the loop says of a socket; one that waits already keeps its place.
    mutating func add(_ event: ReadyEvent) {
        guard var known = events[event.token] else {
            events[event.token] = event
            queue.append(event.token)
            return
        }
        known.isReadable = known.isReadable || event.isReadable
        known.isWritable = known.isWritable || event.isWritable
        known.isHungUp = known.isHungUp || event.isHungUp
        events[event.token] = known
    }

    /// Takes the socket that has waited longest.
    mutating func popFirst() -> ReadyEvent? {
        guard next < queue.count else { return nil }
        let event = events.removeValue(forKey: queue[next])
        next += 1
        if next * 2 > queue.count {
            queue.removeFirst(next)
            next = 0
        }
        return event
    }
}
