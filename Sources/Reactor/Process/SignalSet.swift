import Glibc

/// Several signals, as the kernel takes them.
struct SignalSet {
    /// One bit each.
    private(set) var bits = sigset_t()

    /// Puts signals together.
    init(_ signals: [Signal]) {
        // Safe: the set is ours; nothing fails for a signal that exists.
        unsafe sigemptyset(&bits)
        for signal in signals { unsafe sigaddset(&bits, signal.number) }
    }
}
