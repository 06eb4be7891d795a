import Glibc
import Reactor
import Testing

@Suite("The machine") struct MachineTests {
    @Test func `has one clock that never steps back, and one that tells the time of day`() {
        var last = Clock.monotonic()
        for _ in 0..<1000 {
            let now = Clock.monotonic()
            #expect(now >= last)
            last = now
        }
        let before = Int64(time(nil))
        let wall = Clock.wall()
        let after = Int64(time(nil))
        // time(2) may lag behind clock_gettime(2) by one tick.
        #expect(wall >= before * 1_000_000 && wall < (after + 2) * 1_000_000)
    }

    @Test func `lets a process have as many descriptors as its hard limit says`() async {
        await #expect(processExitsWith: .success) {
            var limit = rlimit()
            unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            limit.rlim_cur = 100
            unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)

            #expect(DescriptorLimit.raise() == Int(clamping: limit.rlim_max))

            unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            #expect(limit.rlim_cur == limit.rlim_max)
        }
    }
}
