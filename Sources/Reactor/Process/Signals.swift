import CLinux
import Glibc
import Synchronization

/// Signals that arrive as values instead of ending the process.
public enum Signals {
    /// Catches signals from now on, for as long as the stream is kept.
    ///
    /// Signals that this process's parent holds up until then come first. A program that this process starts begins
    /// without these handlers.
    /// Only one stream at a time; a second one traps.
    ///
    /// - Parameter signals: What to catch.
    /// - Returns: Each signal as it arrives. Of several alike that come at once, the kernel may keep one.
    /// - Throws: When the kernel has no room for a pipe or a thread.
    public static func stream(of signals: [Signal]) throws(SystemError) -> AsyncStream<Signal> {
        let pipe = try Pipe()
        let writing = pipe.writing.release()
        let reading = pipe.reading.release()
        let wasFree = signalPipe.compareExchange(expected: -1, desired: writing, ordering: .sequentiallyConsistent)
        precondition(wasFree.exchanged, "signals are caught by one stream at a time")

        let (stream, continuation) = AsyncStream.makeStream(of: Signal.self, bufferingPolicy: .bufferingNewest(64))
        continuation.onTermination = { _ in
            for signal in signals { _ = Glibc.signal(signal.number, SIG_DFL) }
            signalPipe.store(-1, ordering: .sequentiallyConsistent)
            // The thread below reads the end of the pipe, and ends.
            _ = close(writing)
        }
        for signal in signals { catchSignal(signal) }
        try startThread {
            // It is enough that one thread takes them.
            var caught = SignalSet(signals).bits
            // Safe: the set is ours.
            _ = unsafe pthread_sigmask(SIG_UNBLOCK, &caught, nil)
            var number: UInt8 = 0
            // Safe: the kernel writes one byte.
            while true {
                let count = unsafe read(reading, &number, 1)
                if count == 1 { continuation.yield(Signal(number: CInt(number))) }
                if count == 0 || count < 0 && errno != EINTR { break }
            }
            _ = close(reading)
        }
        return stream
    }

    private static func catchSignal(_ signal: Signal) {
        var action = sigaction()
        // A handler interrupts whatever thread runs; SA_RESTART lets that thread's system call go on.
        action.sa_flags = SA_RESTART
        unsafe action.__sigaction_handler.sa_handler = { number in
            // Only what is safe in a signal handler: one write, and `errno` as it was.
            let savedError = errno
            var byte = UInt8(truncatingIfNeeded: number)
            _ = unsafe write(signalPipe.load(ordering: .relaxed), &byte, 1)
            errno = savedError
        }
        // Safe: the structure is ours, and the handler does only what a handler may.
        _ = unsafe sigaction(signal.number, &action, nil)
    }
}

/// Where the signal handler writes; -1 when nobody listens.
private let signalPipe = Atomic<CInt>(-1)
