import Bytes
import Reactor

/// The bytes that a socket has taken a part of: nothing may come between them and their rest.
enum UnderWay {
    /// Nothing; the next byte begins a frame.
    case nothing

    /// An array, which other clients may share, from an offset on.
    case bytes([UInt8], from: Int)

    /// The rest of a frame of the channel, as it was posted or in another form, or of a list of its users; it outlives the
    /// channel's retention, and the next list.
    case frame(LogSlice)

    /// Whether there is nothing.
    var isNothing: Bool {
        if case .nothing = self { true } else { false }
    }

    /// How many bytes there are.
    var count: Int {
        switch self {
        case .nothing: 0
        case .bytes(let bytes, let start): bytes.count - start
        case .frame(let slice): slice.count
        }
    }

    /// Whether it is the rest of a frame of the channel, or of a list of its users.
    var isFrame: Bool {
        if case .frame = self { true } else { false }
    }

    /// How many bytes there are of what is for the client alone, or is shared as an array: what is kept of frames of the
    /// channel and of lists, ``KeptChunks`` counts.
    var ownCount: Int {
        if case .bytes(let bytes, let start) = self { bytes.count - start } else { 0 }
    }

    /// Sends as much as the socket takes.
    ///
    /// - Parameters:
    ///   - socket: Where to.
    ///   - limit: How many bytes at most.
    /// - Returns: `wouldBlock` when something is left, `sent` when nothing is.
    mutating func send(to socket: borrowing Socket, limit: Int) -> SendResult {
        switch self {
        case .nothing:
            return .sent(0)
        case .bytes(let bytes, let start):
            let result = socket.offer(bytes.span.extracting(start..<start + min(limit, bytes.count - start)))
            guard case .sent(let count) = result else { return result }
            guard start + count == bytes.count else {
                self = .bytes(bytes, from: start + count)
                return .wouldBlock
            }
        case .frame(var slice):
            let result = slice.withBytes { socket.offer($0.extracting(0..<min(limit, $0.count))) }
            guard case .sent(let count) = result else { return result }
            guard count == slice.count else {
                slice.removeFirst(count)
                self = .frame(slice)
                return .wouldBlock
            }
        }
        self = .nothing
        return .sent(0)
    }
}
