/// What happens between hosts.
enum FabricEvent: Sendable {
    /// The first segment of a flow is due: the stream, and the end that sent it.
    case segment(stream: Int32, end: Int8)

    /// The sender of a flow learns that some of it was read.
    case room(stream: Int32, end: Int8)

    /// A dialer's SYN arrives.
    case knock(stream: Int32)

    /// The answer to it arrives.
    case answer(stream: Int32, isRefusal: Bool)

    /// A datagram arrives, by its number.
    case datagram(Int32)

    /// Two numbers that say what it is.
    var words: (UInt64, UInt64) {
        switch self {
        case .segment(let stream, let end): (1, UInt64(stream) << 8 | UInt64(end))
        case .room(let stream, let end): (2, UInt64(stream) << 8 | UInt64(end))
        case .knock(let stream): (3, UInt64(stream))
        case .answer(let stream, let isRefusal): (4, UInt64(stream) << 8 | (isRefusal ? 1 : 0))
        case .datagram(let number): (5, UInt64(number))
        }
    }
}
