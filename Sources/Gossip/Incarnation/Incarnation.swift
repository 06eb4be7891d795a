/// Which run of its node this process is, and when it must take up another.
///
/// A node's name outlives its processes, and each of them is another incarnation of it: a run with an epoch above all
/// before it. Where the mesh knows the name with an epoch that is not below this one's, somebody's memory is ahead of
/// this process: an earlier run was out of sight when it began, or another process lives under the name.
///
///     alone ──the mesh knows a run at or above this one──▶ superseded ──takeRenewal(at:)──▶ alone, as the next run
///                                                             │   ▲
///                                                             └───┘ not twice in ten seconds: there is a rival
struct Incarnation: Sendable {
    /// How long after one renewal the next may come, in nanoseconds: two processes under one name that take turns
    /// must not flood the mesh with runs.
    static let renewalInterval: Int64 = .milliseconds(10_000)

    /// Among how many epochs above the one that is known a process takes its own, by its nonce: microseconds, as epochs
    /// are.
    static let renewalSpread: UInt64 = 1000

    /// What is to be done about what the mesh knows.
    enum Renewal: Equatable, Sendable {
        /// To take up a new run with this epoch.
        case newRun(epoch: UInt64)

        /// To say that another live process goes by this node's name.
        case rival
    }

    /// Made up by this process when it started: tells it from every other one.
    let bootNonce: UInt64

    /// The run: what the IDs of this node's messages begin with.
    private(set) var epoch: UInt64

    /// The number that the run has among those of all nodes.
    private(set) var run: Int

    /// The newest epoch of this node's name that the mesh knows and that is not below ``epoch``.
    private var knownEpoch: UInt64?

    /// Whether the start is over, so that this run has shown itself to people.
    private var hasStarted = false

    /// From when on the run may be renewed again, in monotonic nanoseconds.
    private var nextRenewalAt = Int64.min

    /// Whether it was said that another process keeps a renewal from being enough.
    private var hasRival = false

    /// Begins with a run that has a number.
    init(bootNonce: UInt64, epoch: UInt64, run: Int) {
        self.bootNonce = bootNonce
        self.epoch = epoch
        self.run = run
    }

    /// When ``takeRenewal(at:)`` may have something to say, in monotonic nanoseconds; never is `Int64.max`.
    var deadline: Int64 { knownEpoch == nil ? .max : nextRenewalAt }

    /// Tells that the start is over: from here on this node takes posts, and renewals are counted.
    mutating func finishStart() {
        hasStarted = true
        nextRenewalAt = .min
    }

    /// Takes notice that there are entries of a run under this node's name, which may well be this one.
    mutating func noteRun(_ epoch: UInt64) {
        if epoch > self.epoch { noteKnown(epoch) }
    }

    /// Takes notice that somebody says that a run under this node's name is over: nobody closes the one that lives, so it is
    /// a later one, or another under its number.
    ///
    /// One that cannot have begun is made up, and above it there may be no number for this process: it says nothing.
    mutating func noteClosed(_ epoch: UInt64, at now: Moment) {
        if Epoch.isPlausible(epoch, at: now) { noteKnown(epoch) }
    }

    /// Takes notice that the mesh knows entries of this very run that this process never made.
    mutating func noteForeignEntries() { noteKnown(epoch) }

    private mutating func noteKnown(_ epoch: UInt64) {
        if epoch >= self.epoch { knownEpoch = max(knownEpoch ?? 0, epoch) }
    }

    /// Says what is to be done about what the mesh knows, each time once.
    mutating func takeRenewal(at now: Moment) -> Renewal? {
        guard let known = knownEpoch else { return nil }
        guard known <= Epoch.limit - Epoch.room else {
            // Only a damaged disk has such a run. Nobody could be told of one above it.
            knownEpoch = nil
            return nil
        }
        guard !hasStarted || nextRenewalAt <= now.monotonic else {
            // Once can be an earlier run that was out of sight; twice is somebody who renews as we do. If that one
            // has ended by the time of the next renewal, this node is back with it.
            defer { hasRival = true }
            return hasRival ? nil : .rival
        }
        hasRival = false
        knownEpoch = nil
        nextRenewalAt = now.monotonic + Self.renewalInterval
        return .newRun(epoch: epoch(above: known))
    }

    /// An epoch for a run that comes after one, and that no other process takes.
    ///
    /// Another one of this name may have taken the very next, and died before anybody told of it here; or it began with a copy
    /// of the same disk, behind the same clock.
    func epoch(above known: UInt64) -> UInt64 {
        min(known + 1 + bootNonce % Self.renewalSpread, Epoch.limit)
    }

    /// Goes on as another run, which has got its number.
    mutating func begin(_ epoch: UInt64, run: Int) {
        precondition(epoch > self.epoch, "a run begins with an epoch that is not above the one before it")
        self.epoch = epoch
        self.run = run
        checkInvariants()
    }

    /// Forgets what was heard so far: it was this node's own past, and the run begins above that.
    mutating func forgetPast() {
        knownEpoch = nil
    }

    /// Checks what must hold after every event.
    func checkInvariants() {
        precondition(knownEpoch.map { $0 >= epoch } ?? true, "an epoch below its own is no reason to renew a run")
        precondition(!hasRival || (hasStarted && knownEpoch != nil), "a rival without a sign of it")
    }
}
