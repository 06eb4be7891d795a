import Glibc

/// The two clocks of the machine.
public enum Clock {
    /// Nanoseconds since some moment in the past; never steps, so timers use it.
    public static func monotonic() -> Int64 {
        let time = now(of: CLOCK_MONOTONIC)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// Microseconds since 1970; may step, so only time stamps use it.
    public static func wall() -> Int64 {
        let time = now(of: CLOCK_REALTIME)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
    }

    private static func now(of clock: clockid_t) -> timespec {
        var time = timespec()
        // Cannot fail: both clocks exist on every Linux.
        _ = unsafe clock_gettime(clock, &time)
        return time
    }
}
