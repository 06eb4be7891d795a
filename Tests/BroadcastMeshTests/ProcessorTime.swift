import Glibc

/// How many times as long something takes for many as for few: each the best of three times, of a processor's time,
/// whatever else the machine does.
func growthOfTime(from few: Int, to many: Int, of work: (Int) throws -> Void) rethrows -> Double {
    func time(_ count: Int) throws -> Duration {
        var best: Duration?
        for _ in 0..<3 {
            let begin = threadTime()
            try work(count)
            let time = threadTime() - begin
            best = min(best ?? time, time)
        }
        return best ?? .zero
    }
    return try time(many) / time(few)
}

private func threadTime() -> Duration {
    var time = timespec()
    precondition(unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) == 0)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
}
