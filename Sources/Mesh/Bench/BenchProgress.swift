/// How far `mesh bench` has come, shown ten times a second where a person sees it.
struct BenchProgress {
    private let total: Int
    private let share: Int
    private var done = 0
    private var ticking: Task<Void, Never>?

    /// Begins.
    ///
    /// - Parameters:
    ///   - workloads: What is measured.
    ///   - seconds: How long each is.
    init(_ workloads: [Workload], seconds: Int) {
        // A second to warm up, and about one to come and to go.
        share = (seconds + 2) * 10
        total = share * workloads.count
    }

    /// A workload begins.
    mutating func begin() {
        ticking = Task { [total, share, done] in
            var bar = ProgressBar(total: total)
            for tick in 0... {
                bar.show(done + min(tick, share))
                do { try await Task.sleep(for: .milliseconds(100)) } catch { break }
            }
            bar.clear()
        }
    }

    /// It is over: what follows is printed where the bar was.
    mutating func end() async {
        ticking?.cancel()
        await ticking?.value
        done += share
    }
}
