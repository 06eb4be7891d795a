import Glibc
import Reactor
import Testing

/// Two connected TCP sockets on the loopback interface.
struct Connection: ~Copyable {
    let client: Socket
    let server: Socket

    init() throws {
        let listener = try LinuxNetwork().listen(on: .loopback())
        let client = try LinuxNetwork().connect(to: listener.localAddress)
        try #require(listener.number.isReady(for: POLLIN))
        let accepted = try listener.accept()
        guard let accepted = consume accepted else { throw SystemError(call: "accept4", code: EAGAIN) }
        self.client = client
        self.server = accepted.socket
    }
}

extension SocketNumber {
    /// Waits until the socket is ready, at most ten seconds.
    func isReady(for events: CInt) -> Bool {
        var entry = pollfd(fd: rawValue, events: Int16(events), revents: 0)
        return unsafe poll(&entry, 1, 10_000) == 1
    }
}
