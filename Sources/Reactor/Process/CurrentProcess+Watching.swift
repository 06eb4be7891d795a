import Glibc

extension CurrentProcess {
    /// How much processor time it has used, in microseconds: what somebody else's load does not change.
    public static var processorMicroseconds: Int { clock() * 1_000_000 / Int(CLOCKS_PER_SEC) }

    /// The most memory that it ever had, in bytes.
    public static var peakMemoryBytes: Int {
        var usage = rusage()
        // Safe: the kernel fills the structure, whose size it knows from the call.
        guard unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return 0 }
        // getrusage(2): in kilobytes.
        return usage.ru_maxrss << 10
    }

    /// Has the kernel end the process in so many seconds; 0 takes that back.
    public static func end(inSeconds seconds: Int) {
        // What was left of an earlier alarm is nobody's concern.
        _ = alarm(UInt32(seconds))
    }
}
