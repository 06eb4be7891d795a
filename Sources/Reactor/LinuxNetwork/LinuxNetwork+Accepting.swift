import CLinux
import Glibc

extension LinuxNetwork {
    /// See ``Network/accept(from:)``.
    public func accept(from listener: SocketNumber) throws(SystemError) -> Accepted? {
        let flags = CInt(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        while true {
            var result: CInt = -1
            let address = unsafe SocketAddress.filled { pointer, length in
                result = unsafe accept4(listener.rawValue, pointer, &length, flags)
                return result
            }
            guard result < 0 else {
                let socket = Socket(SocketNumber(rawValue: result), of: self)
                return Accepted(socket, from: address ?? SocketAddress(0, 0, 0, 0, port: 0))
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
