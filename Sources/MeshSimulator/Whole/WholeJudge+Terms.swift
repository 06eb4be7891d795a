extension WholeJudge {
    /// What may be expected.
    struct Terms: Sendable {
        /// Whether messages are let go while the scenario runs.
        var losesOld = false

        /// Whether messages are lost to some nodes, which may forget on which channel those were.
        var forgetsWhereLost = false

        /// How many disks may lose what was promised.
        var suspects = 0

        /// Whether an answer is later than its question: no clocks are far apart.
        var keepsTimeOrder = false

        /// Whether an answer is later than its question at another node too: what was read there is waited for.
        var carriesTime = false

        /// Who reads over a thin line, and may have no answer in the end.
        var slowReaders: [Int] = []

        /// Whether of two connections of one client the newer one has the later time.
        var knowsNewest = false

        /// Whether the times of one run go forward, as its numbers do whatever clocks show: no clock is set back by more than
        /// nodes wait out.
        var keepsRunTimes = true

        /// Which client reads the whole history in the end; `nil` for none.
        var auditor: Int?

        /// How long after it was attached a client that reads all that comes may have to wait for a list of users, in
        /// nanoseconds.
        var patience: Int64 = .max
    }
}
