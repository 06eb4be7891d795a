import Glibc
import Testing

@testable import Reactor

@Suite("Datagrams that the kernel refuses") struct SendRefusalTests {
    /// An outbox with three datagrams, and what a kernel makes of them that answers each call as it is told.
    ///
    /// - Returns: Whether all was said to be sent, how many went out, and how often the kernel was asked.
    private func send(_ answers: [(sent: Int, code: CInt)]) -> (
        isDone: Bool, sent: Int, calls: Int, outbox: DatagramOutbox
    ) {
        let outbox = DatagramOutbox()
        for byte: UInt8 in 0..<3 { outbox.append([byte].span, to: .loopback(port: 9)) }
        var (sent, calls) = (0, 0)
        let isDone = unsafe outbox.send { _, count in
            let answer = calls < answers.count ? answers[calls] : (sent: count, code: 0)
            calls += 1
            errno = answer.code
            sent += max(0, answer.sent)
            return answer.sent
        }
        return (isDone, sent, calls, outbox)
    }

    @Test(arguments: [EPERM, EACCES, EMSGSIZE, ENETUNREACH, EHOSTUNREACH, ECONNREFUSED, EINVAL, EAFNOSUPPORT])
    func `are lost alone`(code: CInt) {
        let result = send([(-1, code)])
        #expect(result.isDone && result.sent == 2 && result.calls == 2 && result.outbox.isEmpty)
    }

    @Test(arguments: [ENOBUFS, ENOMEM])
    func `for want of memory are lost together, and nobody waits for a socket that is writable`(code: CInt) {
        let result = send([(1, 0), (-1, code)])
        #expect(result.isDone && result.sent == 1 && result.calls == 2 && result.outbox.isEmpty)
    }

    @Test func `for want of room wait for it`() {
        let result = send([(1, 0), (-1, EAGAIN)])
        #expect(!result.isDone && result.calls == 2 && !result.outbox.isEmpty)
    }

    @Test func `for a signal are sent again at once`() {
        let result = send([(-1, EINTR)])
        #expect(result.isDone && result.sent == 3 && result.calls == 2)
    }
}
