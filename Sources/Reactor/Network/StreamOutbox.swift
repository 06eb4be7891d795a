/// What is to be sent on a stream, and what the kernel has not taken of it.
///
/// What was sent takes no room for long: it goes once it is more than what waits, so that a stream which is never quite
/// empty holds what waits, and not all that was ever sent.
///
///     bytes   ├─── sent ───┼───── waits ─────┤
///             └ given back as soon as it is the larger part
///
/// What only answers the other side, without having been asked for by anybody here, has a bound: who makes a stream answer
/// and takes no answers is not owed any more.
public struct StreamOutbox: Sendable {
    /// How many bytes of answers may wait beyond what is sent meanwhile.
    public static let answerLimit = 4 << 10

    private var bytes: [UInt8] = []
    private var sentCount = 0
    private var answerCount = 0

    /// How much memory stays for what comes next when nothing waits, in bytes; more than that goes, all of it.
    private let keptRoom: Int

    /// Begins empty.
    ///
    /// - Parameter keptRoom: How much memory may stay for what comes next when nothing waits, in bytes.
    public init(keepingRoom keptRoom: Int = 0) {
        self.keptRoom = keptRoom
    }

    /// How many bytes wait.
    public var count: Int { bytes.count - sentCount }

    /// Whether nothing waits.
    public var isEmpty: Bool { sentCount == bytes.count }

    /// The memory that it has, in bytes.
    var capacity: Int { bytes.capacity }

    /// Adds bytes.
    public mutating func append(_ more: [UInt8]) {
        giveBack()
        // An array as it is costs nothing, where there is none yet.
        if bytes.isEmpty, keptRoom == 0 { bytes = more } else { bytes += more }
    }

    /// Adds bytes, in place.
    ///
    /// - Parameter body: Appends to the array, and leaves what it has.
    public mutating func append(_ body: (inout [UInt8]) -> Void) {
        giveBack()
        body(&bytes)
    }

    /// Adds what answers the other side.
    ///
    /// - Parameter body: Appends to the array, and leaves what it has.
    /// - Returns: `false` when the other side takes none of many answers: the connection is to be ended.
    public mutating func answer(_ body: (inout [UInt8]) -> Void) -> Bool {
        let before = count
        append(body)
        if before > 0 { answerCount += count - before }
        return answerCount <= Self.answerLimit
    }

    /// Gives the kernel what waits.
    ///
    /// - Returns: How many bytes it took; 0 when there is no room now.
    /// - Throws: When the connection is lost.
    @discardableResult
    public mutating func flush(to socket: borrowing Socket) throws(SystemError) -> Int {
        guard !isEmpty else { return 0 }
        let count = try socket.send(bytes.span.extracting(sentCount..<bytes.count))
        sentCount += count
        answerCount = isEmpty ? 0 : max(0, answerCount - count)
        giveBack()
        return count
    }

    /// Gives back what was sent, once moving the rest costs no more than sending it did.
    private mutating func giveBack() {
        if isEmpty {
            bytes.removeAll(keepingCapacity: bytes.capacity <= keptRoom)
        } else if sentCount > bytes.count - sentCount {
            bytes.removeFirst(sentCount)
        } else {
            return
        }
        sentCount = 0
    }
}
