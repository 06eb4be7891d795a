/// What happens at some time, as few bytes as possible: a long simulation has hundreds of millions of them.
enum Event: Sendable {
    /// The first parcel of a pipe arrives: connection times two, plus the direction.
    case deliver(pipe: Int32)

    /// A datagram arrives.
    case datagram(Int32)

    /// A process wanted to be woken.
    case timer(process: Int32)

    /// A process has something to do, and will find out what.
    case wake(process: Int32)

    /// A process comes to the end of a turn that takes some time.
    case turn(process: Int32)

    /// A wire's dialer tries; void if the wire has dialed again since.
    case dial(wire: Int32, serial: Int32)

    /// A dialed connection stands; void if the wire has dialed again since.
    case connected(wire: Int32, serial: Int32)

    /// A host starts a process.
    case start(host: Int32)

    /// A process waited for its peers long enough.
    case ready(process: Int32)

    /// A fault begins, or ends.
    case beginFault(Int32)
    case endFault(Int32)

    /// Somebody outside does something.
    case act(Int32)

    /// Something is due for a traveller; void if it has another connection since.
    case travel(traveller: Int16, TravellerEvent, serial: Int32)
}

/// Events by time, and those of the same time in the order in which they were scheduled: a binary heap.
struct EventQueue<Happening: Sendable>: Sendable {
    struct Entry: Sendable {
        var time: Int64
        var serial: UInt64
        var event: Happening

        func isBefore(_ other: Entry) -> Bool {
            time != other.time ? time < other.time : serial < other.serial
        }
    }

    private var heap: [Entry] = []
    private var nextSerial: UInt64 = 0

    /// The next event.
    var next: Entry? { heap.first }

    /// When the next event happens.
    var nextTime: Int64? { heap.first?.time }

    /// Adds an event.
    mutating func schedule(_ event: Happening, at time: Int64) {
        let entry = Entry(time: time, serial: nextSerial, event: event)
        nextSerial += 1
        var index = heap.count
        heap.append(entry)
        while index > 0 {
            let parent = (index - 1) / 2
            guard entry.isBefore(heap[parent]) else { break }
            heap[index] = heap[parent]
            index = parent
        }
        heap[index] = entry
    }

    /// Takes the next event.
    mutating func popFirst() -> Entry? {
        guard let first = heap.first, let last = heap.popLast() else { return nil }
        guard !heap.isEmpty else { return first }
        var index = 0
        while true {
            var child = 2 * index + 1
            guard child < heap.count else { break }
            if child + 1 < heap.count, heap[child + 1].isBefore(heap[child]) { child += 1 }
            guard heap[child].isBefore(last) else { break }
            heap[index] = heap[child]
            index = child
        }
        heap[index] = last
        return first
    }
}
