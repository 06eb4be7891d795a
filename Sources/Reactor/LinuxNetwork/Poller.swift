import CLinux
import Glibc

/// Waits for sockets to become ready, and for other threads to call ``interrupt()``.
struct Poller: ~Copyable, Sendable {
    /// The most sockets reported in one turn; the others are reported in the next, for readiness is a level.
    static let batchSize = 1024

    /// The token of the event file, which no caller may use.
    static let wakeUpToken = UInt64.max

    private let epoll: FileDescriptor
    private let wakeUp: FileDescriptor

    /// Opens the epoll instance and the event file that wakes it.
    init() throws(SystemError) {
        let epoll = try FileDescriptor(taking: epoll_create1(CInt(EPOLL_CLOEXEC)), from: "epoll_create1")
        let wakeUp = try FileDescriptor(
            taking: eventfd(0, CInt(EFD_CLOEXEC | EFD_NONBLOCK)),
            from: "eventfd"
        )
        try Self.control(epoll.rawValue, EPOLL_CTL_ADD, wakeUp.rawValue, .read, Self.wakeUpToken)
        self.epoll = epoll
        self.wakeUp = wakeUp
    }

    /// Reports the file under `token` from now on, whenever it is ready.
    func add(_ file: CInt, _ interest: Interest, _ token: UInt64) throws(SystemError) {
        precondition(token != Self.wakeUpToken, "the highest token belongs to the event loop")
        try Self.control(epoll.rawValue, EPOLL_CTL_ADD, file, interest, token)
    }

    /// Reports something else about a file that was added.
    func modify(_ file: CInt, _ interest: Interest, _ token: UInt64) throws(SystemError) {
        precondition(token != Self.wakeUpToken, "the highest token belongs to the event loop")
        try Self.control(epoll.rawValue, EPOLL_CTL_MOD, file, interest, token)
    }

    /// Reports the file no more.
    func remove(_ file: CInt) {
        // Fails only for a file that is not watched, and that is what the caller wants.
        _ = epoll_ctl(epoll.rawValue, EPOLL_CTL_DEL, file, nil)
    }

    /// Sleeps until a watched file is ready, another thread interrupts, or the time is over.
    ///
    /// - Parameters:
    ///   - nanoseconds: How long to sleep at most; negative for ever.
    ///   - buffer: Room for what the kernel reports, ``batchSize`` events.
    ///   - ready: What became ready; emptied first.
    func wait(_ nanoseconds: Int64, _ buffer: inout [epoll_event], into ready: inout [ReadyEvent]) {
        ready.removeAll(keepingCapacity: true)
        let capacity = unsafe CInt(buffer.count)
        // Safe: the kernel writes at most `capacity` events, and there is room for as many.
        let count = unsafe wait_for_events(epoll.rawValue, &buffer, capacity, nanoseconds)
        // The descriptors are ours and open, so a signal is the only way to fail.
        precondition(count >= 0 || errno == EINTR, "epoll_pwait2 failed with errno \(errno)")
        for index in 0..<Int(max(0, count)) {
            let (bits, token) = unsafe (buffer[index].events, buffer[index].data.u64)
            if token == Self.wakeUpToken {
                var wakeUps: eventfd_t = 0
                _ = unsafe eventfd_read(wakeUp.rawValue, &wakeUps)
            } else {
                ready.append(ReadyEvent(token: token, epollBits: bits))
            }
        }
    }

    /// Ends the current or the next wait early; any thread may call it.
    func interrupt() {
        _ = eventfd_write(wakeUp.rawValue, 1)
    }

    private static func control(
        _ epoll: CInt,
        _ operation: CInt,
        _ file: CInt,
        _ interest: Interest,
        _ token: UInt64
    ) throws(SystemError) {
        var bits: UInt32 = 0
        if interest.contains(.read) { bits |= EPOLLIN.rawValue }
        if interest.contains(.write) { bits |= EPOLLOUT.rawValue }
        // Safe: the token is the union's widest member, and the kernel only copies it.
        var event = unsafe epoll_event(events: bits, data: epoll_data(u64: token))
        let result = unsafe epoll_ctl(epoll, operation, file, &event)
        guard result == 0 else { throw SystemError.current(in: "epoll_ctl") }
    }
}

extension ReadyEvent {
    /// Reads what the kernel reports.
    ///
    /// A hang-up counts as readable and writable: the next call tells the error.
    fileprivate init(token: UInt64, epollBits bits: UInt32) {
        let isHungUp = bits & (EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0
        self.init(
            token: token,
            isReadable: isHungUp || bits & EPOLLIN.rawValue != 0,
            isWritable: isHungUp || bits & EPOLLOUT.rawValue != 0,
            isHungUp: isHungUp
        )
    }
}
