import Bytes

/// The bytes of a flow that have arrived and were not read, in the parts in which they came.
struct ArrivedBytes: Sendable {
    private var parts = Queue<[UInt8]>()

    /// How many bytes of the first part were read.
    private var readCount = 0

    /// How many bytes there are.
    private(set) var count = 0

    /// Adds a part.
    mutating func append(_ bytes: [UInt8]) {
        count += bytes.count
        parts.append(bytes)
    }

    /// Reads bytes.
    ///
    /// - Parameters:
    ///   - buffer: Where to.
    ///   - limit: How many at most.
    /// - Returns: How many there were.
    mutating func read(into buffer: inout MutableSpan<UInt8>, limit: Int) -> Int {
        let limit = min(limit, buffer.count)
        var taken = 0
        while taken < limit, let first = parts.first {
            let part = min(limit - taken, first.count - readCount)
            for index in 0..<part { buffer[taken + index] = first[readCount + index] }
            taken += part
            readCount += part
            guard readCount == first.count else { break }
            _ = parts.popFirst()
            readCount = 0
        }
        count -= taken
        return taken
    }
}

/// How much of a flow was read, and what its sender has learned of that.
struct Acknowledgements: Sendable {
    private var underWay = Queue<(time: Int64, count: Int)>()

    /// How much was read that the sender cannot learn of, since the way back is cut.
    private var unheard = 0

    /// When the sender learns of the last of it.
    private(set) var lastTime: Int64 = 0

    /// Takes in that bytes were read.
    mutating func handleRead(_ count: Int) { unheard += count }

    /// Lets the sender learn of everything that was read.
    mutating func send(arrivingAt time: Int64) {
        guard unheard > 0 else { return }
        underWay.append((time, unheard))
        unheard = 0
        lastTime = time
    }

    /// Takes out how many bytes the sender has learned of.
    mutating func takeArrived(at now: Int64) -> Int {
        var count = 0
        while let first = underWay.first, first.time <= now {
            count += first.count
            _ = underWay.popFirst()
        }
        return count
    }
}
