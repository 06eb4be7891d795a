import Glibc

/// What something takes of a processor, whatever else the machine does.
func processorTime(of work: () throws -> Void) rethrows -> Duration {
    let begin = threadTime()
    try work()
    return threadTime() - begin
}

private func threadTime() -> Duration {
    var time = timespec()
    precondition(unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) == 0)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
}

/// How many times as long something takes for many as for few: each the best of three times, whatever else the machine does.
func growthOfTime(from few: Int, to many: Int, of work: (Int) throws -> Void) rethrows -> Double {
    func time(_ count: Int) throws -> Duration {
        let first = try processorTime { try work(count) }
        return try min(first, processorTime { try work(count) }, processorTime { try work(count) })
    }
    return try time(many) / time(few)
}
