import Bytes

/// One direction of a connection: parcels that arrive in order.
struct Pipe: Sendable {
    /// Some bytes that arrive together, or the end of the stream.
    struct Parcel: Sendable {
        /// When it arrives, unless the path is cut.
        var due: Int64

        /// What was written, or a part of it.
        var bytes: [UInt8]

        /// Whether nothing follows.
        var isEnd = false
    }

    /// What is on the way, oldest first.
    private var parcels = Queue<Parcel>()

    /// Whether the event for the first parcel is in the queue.
    var isScheduled = false

    /// Whether the first parcel would be here if the path were not cut or the receiver not asleep.
    var isHeld = false

    /// Bytes that were written and not acknowledged: on the way, or arrived while nothing went back.
    var unacknowledgedBytes = 0

    /// Of these, what has arrived.
    var arrivedBytes = 0

    /// When the path is free for the next parcel, and when the last one arrives.
    var freeAt: Int64 = 0
    var lastDue: Int64 = 0

    /// The parcel that arrives next.
    var next: Parcel? { parcels.first }

    /// Adds a parcel behind the others.
    mutating func append(_ parcel: Parcel) {
        parcels.append(parcel)
        unacknowledgedBytes += parcel.bytes.count
    }

    /// Takes the parcel that arrives next.
    mutating func popFirst() -> Parcel? { parcels.popFirst() }

    /// Loses everything that is on the way.
    mutating func removeAll() {
        parcels = Queue()
        unacknowledgedBytes = 0
        arrivedBytes = 0
    }
}
