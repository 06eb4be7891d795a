import CLinux
import Glibc

/// A connection that was waiting at a listener.
@frozen
public struct Accepted: ~Copyable, Sendable {
    /// The connection; it never waits, sends without delay and is closed when the process starts another program.
    public let socket: Socket

    /// Where it comes from.
    public let peerAddress: SocketAddress
}

extension Socket {
    /// Takes the next waiting connection of a listener.
    ///
    /// - Returns: `nil` when none is waiting.
    /// - Throws: What the kernel objects to. When ``SystemError/isOutOfDescriptors``, the connection goes on waiting
    ///   and the listener stays readable: stop watching it until a descriptor is free.
    public func accept() throws(SystemError) -> Accepted? {
        let flags = CInt(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        while true {
            var result: CInt = -1
            let address = unsafe SocketAddress.filled { pointer, length in
                result = unsafe accept4(number.rawValue, pointer, &length, flags)
                return result
            }
            guard result < 0 else {
                let file = try FileDescriptor(taking: result, from: "accept4")
                return Accepted(socket: Socket(file), peerAddress: address ?? SocketAddress(0, 0, 0, 0, port: 0))
            }
            switch errno {
            case EAGAIN: return nil
            // The peer gave up before we came; accept(2) says to go on, and each try takes one off the queue.
            case ECONNABORTED, EINTR, EPROTO, ENETDOWN, EHOSTDOWN, EHOSTUNREACH, ENETUNREACH, ENONET, ENOPROTOOPT,
                EOPNOTSUPP:
                continue
            default: throw SystemError.current(in: "accept4")
            }
        }
    }
}
