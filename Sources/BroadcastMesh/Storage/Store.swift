import Gossip
import Reactor

/// The proof that all that came to a node is written, if it writes anything: who gives something of it to a client or a
/// peer must have one, and only ``Store/commit(_:at:)`` makes one.
///
/// It holds until something comes: whoever takes it asks for ``covers(_:)``.
struct Committed {
    fileprivate init() {}

    /// Whether nothing has come since.
    func covers(_ gossip: borrowing GossipNode) -> Bool { !gossip.hasJournalOutput }
}

/// What a node keeps on its disk, why it cannot any more, and who waits for what is to be written.
///
/// It starts no thread and closes no client: what is to be done, its owner finds in ``takeDirectives()`` after each call.
///
///     commit ──▶ Committed: it may be sent   failed for good ──▶ stop
///        └── a segment is complete ──▶ fold ──(a thread)──▶ finishFold ──▶ fold …
///     sync ──▶ wait ──(a thread)──▶ finishSync ──▶ fold …
struct Store {
    /// What is to be done for it.
    enum Directive {
        /// Wait for the disk on a thread, and tell ``Store/finishSync(_:with:at:)`` or ``Store/fail(_:)``.
        case wait(DiskWait)

        /// Rewrite segments on a thread, and tell ``Store/finishFold(of:_:with:)``.
        case fold(SegmentFold)

        /// Stop the node: what it would promise to keep, it cannot keep. What these clients asked for may or may not have
        /// happened; a lost connection says just that.
        case stop(StorageError, dropping: [ClientReference])
    }

    /// The directory; `nil` for a node that forgets when it ends.
    private let disk: (any Storage)?

    /// When the disk is waited for.
    private let fsync: FsyncPolicy

    /// Whose time and chance the journal takes.
    private let world: any World

    /// What is written to, as long as it can be.
    private var journal: Journal?

    /// Why nothing can be written any more.
    private(set) var failure: StorageError?

    /// The clients whose answers wait until that is written which they are told about.
    private var held: [ClientReference] = []

    private var directives: [Directive] = []

    /// Names a directory; nothing is opened before ``open(for:segmentLimit:into:at:)``.
    init(_ disk: (any Storage)? = nil, fsync: FsyncPolicy = .interval, in world: any World = LinuxWorld()) {
        self.disk = disk
        self.fsync = fsync
        self.world = world
    }

    /// Where the directory is, for people to read.
    var path: String { disk?.path ?? "" }

    /// Whether there is something to be done for it.
    var hasDirectives: Bool { !directives.isEmpty }

    /// Takes out what is to be done, in this order.
    mutating func takeDirectives() -> [Directive] {
        guard hasDirectives else { return [] }
        defer { directives = [] }
        return directives
    }

    /// Takes back what an earlier run wrote, if the node has a directory.
    ///
    /// - Parameters:
    ///   - node: Whose it is.
    ///   - segmentLimit: How long a segment gets, in bytes.
    ///   - gossip: A node that knows nothing yet.
    ///   - now: The time.
    /// - Returns: What was found.
    /// - Throws: ``StorageError`` when the directory cannot be used.
    mutating func open(
        for node: String,
        segmentLimit: Int,
        into gossip: inout GossipNode,
        at now: Moment
    ) throws(StorageError) -> Journal.Findings? {
        guard let disk else { return nil }
        let place = JournalPlace(disk: disk, node: node, fsync: fsync, segmentLimit: segmentLimit, world: world)
        let journal = try Journal(place)
        let findings = try journal.restore(into: &gossip, at: now)
        self.journal = journal
        fold(with: gossip)
        return findings
    }

    /// Writes everything that came and is not written yet; whoever sends it anywhere calls this first.
    ///
    /// - Returns: That it may be sent: it is written, or the node keeps nothing on a disk.
    mutating func commit(_ gossip: inout GossipNode, at now: Moment) -> Committed? {
        guard let journal else { return failure == nil ? Committed() : nil }
        guard gossip.hasJournalOutput else { return Committed() }
        let segmentCount = journal.archive.segments.count
        do throws(StorageError) {
            try journal.write(from: &gossip, at: now)
        } catch {
            fail(error)
            return nil
        }
        if journal.archive.segments.count != segmentCount { fold(with: gossip) }
        return Committed()
    }

    /// Whether ``commit(_:at:)`` waits for the disk when there is something to be written.
    var waitsForDisk: Bool { journal != nil && fsync == .always }

    /// Keeps a client waiting until that is written which it is told about.
    ///
    /// - Returns: What is to become of what it is told.
    mutating func hold(_ client: ClientReference) -> Hold {
        guard journal != nil else { return failure == nil ? .free : .refused }
        held.append(client)
        return .held
    }

    /// Whether clients are kept waiting.
    var hasHeld: Bool { !held.isEmpty }

    /// Takes out the clients that were kept waiting: everything is written.
    mutating func takeHeld() -> [ClientReference] {
        defer { held = [] }
        return held
    }

    /// When ``sync(at:)`` must be called at the latest, in monotonic nanoseconds.
    var deadline: Int64? { journal?.schedule.deadline }

    /// Whether a thread uses the directory.
    var isBusy: Bool { journal?.isInUse == true }

    /// Has the disk waited for when that is due, in monotonic nanoseconds.
    mutating func sync(at now: Int64) {
        guard let deadline, deadline <= now, let wait = journal?.takeSync() else { return }
        directives.append(.wait(wait))
    }

    /// Takes notice of what the disk has now.
    mutating func finishSync(_ done: DiskWait, with gossip: GossipNode, at now: Int64) {
        journal?.finishSync(done, at: now)
        fold(with: gossip)
    }

    /// Takes notice of what became of segments that were rewritten; should it have failed, they stay as they are.
    mutating func finishFold(
        of names: [SegmentName],
        _ result: Result<SegmentFold.Outcome, StorageError>,
        with gossip: GossipNode
    ) {
        journal?.finishFold(of: names, result)
        fold(with: gossip)
    }

    /// Has segments rewritten of which little is still held, if there are any.
    private mutating func fold(with gossip: GossipNode) {
        if let fold = journal?.takeFold(with: gossip) { directives.append(.fold(fold)) }
    }

    /// Writes nothing more, ever: what a failed wait was about may be lost even if the next one succeeds.
    mutating func fail(_ error: StorageError) {
        guard failure == nil, journal != nil else { return }
        failure = error
        journal = nil
        directives.append(.stop(error, dropping: takeHeld()))
    }

    /// Lets go of the directory, complete.
    mutating func close(_ gossip: inout GossipNode, at now: Moment) {
        guard commit(&gossip, at: now) != nil else { return }
        do throws(SystemError) { try journal?.finish() } catch { fail(.system(error)) }
        journal = nil
    }

    /// Lets go of the directory as it is: the node did not come to start.
    mutating func abandon() {
        journal = nil
    }

    /// What `/status` tells of the directory; `nil` without one.
    var report: StatusReport.JournalReport? { journal?.report }
}
