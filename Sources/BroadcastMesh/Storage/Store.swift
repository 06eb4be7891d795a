import Bytes
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
///     sync ──▶ wait ──(a thread)──▶ finishSync ──▶ fold …     failed ──▶ failSync ──▶ stop
struct Store {
    /// What is to be done for it.
    enum Directive {
        /// Wait for the disk on a thread, and tell ``Store/finishSync(_:with:at:)`` or ``Store/failSync(_:with:)``.
        case wait(DiskWait)

        /// Rewrite segments on a thread, and tell ``Store/finishFold(of:_:with:)``.
        case fold(SegmentFold)

        /// Stop the node: what it would promise to keep, it cannot keep. What these clients asked for may or may not have
        /// happened; a lost connection says just that.
        case stop(StorageError, dropping: [ClientReference])
    }

    /// What can be done with the directory.
    private enum State {
        /// There is none: the node forgets when it ends, and what comes may be sent at once.
        case forgetful

        /// It is named, and nothing was opened yet.
        case named(any Storage)

        /// It is written to.
        case open(Journal)

        /// Nothing can be written any more.
        case failed(StorageError)

        /// It was let go of.
        case over
    }

    private var state: State

    /// Where the directory is, for people to read; empty without one.
    let path: String

    /// When the disk is waited for.
    let fsync: FsyncPolicy

    /// Whose time and chance the journal takes.
    private let world: any World

    /// The clients whose answers wait until that is written which they are told about.
    private(set) var held = Queue<ClientReference>()

    private var directives: [Directive] = []

    /// Names a directory; nothing is opened before ``open(for:segmentLimit:into:at:)``.
    init(_ disk: (any Storage)? = nil, fsync: FsyncPolicy = .interval, in world: any World = LinuxWorld()) {
        state = disk.map { .named($0) } ?? .forgetful
        path = disk?.path ?? ""
        self.fsync = fsync
        self.world = world
    }

    /// What is written to, as long as it can be.
    var journal: Journal? {
        if case .open(let journal) = state { journal } else { nil }
    }

    /// Why nothing can be written any more.
    var failure: StorageError? {
        if case .failed(let error) = state { error } else { nil }
    }

    /// Whether there is something to be done for it.
    var hasDirectives: Bool { !directives.isEmpty }

    /// Takes out what is to be done, in this order.
    mutating func takeDirectives() -> [Directive] {
        guard hasDirectives else { return [] }
        defer { directives = [] }
        return directives
    }

    /// Has something done.
    mutating func ask(for directive: Directive) { directives.append(directive) }

    /// Takes back what an earlier run wrote, if the node has a directory; once the node has come to start, ``fold(with:)`` is
    /// to be called.
    ///
    /// - Parameters:
    ///   - node: Whose it is.
    ///   - segmentLimit: How long a segment gets, in bytes.
    ///   - gossip: A node that knows nothing yet.
    ///   - now: The time.
    /// - Returns: What was found.
    /// - Throws: ``StorageError`` when the directory cannot be used; it is let go of then.
    mutating func open(
        for node: String,
        segmentLimit: Int,
        into gossip: inout GossipNode,
        at now: Moment
    ) throws(StorageError) -> Journal.Findings? {
        guard case .named(let disk) = state else { return nil }
        // Should it fail, what was opened is closed: the directory too, which stays open as long as somebody has it.
        state = .over
        let place = JournalPlace(disk: disk, node: node, fsync: fsync, segmentLimit: segmentLimit, world: world)
        let journal = try Journal(place)
        let findings = try journal.restore(into: &gossip, at: now)
        state = .open(journal)
        return findings
    }

    /// Writes everything that came and is not written yet; whoever sends it anywhere calls this first.
    ///
    /// - Returns: That it may be sent: it is written, or the node keeps nothing on a disk. `nil` where it is to be written
    ///   and cannot be: not yet, or not any more.
    mutating func commit(_ gossip: inout GossipNode, at now: Moment) -> Committed? {
        switch state {
        case .forgetful: return Committed()
        case .open(let journal): return write(to: journal, &gossip, at: now) ? Committed() : nil
        case .named, .failed, .over: return nil
        }
    }

    /// - Returns: Whether everything is written.
    private mutating func write(to journal: Journal, _ gossip: inout GossipNode, at now: Moment) -> Bool {
        guard gossip.hasJournalOutput else { return true }
        let (segmentCount, hadClosings) = (journal.archive.segments.count, gossip.hasUnwrittenClosings)
        do throws(StorageError) {
            try journal.write(from: &gossip, at: now)
        } catch {
            fail(error)
            return false
        }
        // Until closings are written, nothing is rewritten.
        if hadClosings || journal.archive.segments.count != segmentCount { fold(with: gossip) }
        return true
    }

    /// Keeps a client waiting until that is written which it is told about.
    ///
    /// - Returns: What is to become of what it is told.
    mutating func hold(_ client: ClientReference) -> Hold {
        switch state {
        case .forgetful: return .free
        case .named, .failed, .over: return .refused
        case .open:
            held.append(client)
            return .held
        }
    }

    /// How many clients are kept waiting.
    var heldCount: Int { held.count }

    /// Takes out the client that was kept waiting longest: everything is written.
    mutating func popHeld() -> ClientReference? { held.popFirst() }

    /// Writes nothing more, ever: what a failed wait was about may be lost even if the next one succeeds.
    mutating func fail(_ error: StorageError) {
        guard case .open = state else { return }
        state = .failed(error)
        var dropped: [ClientReference] = []
        while let client = held.popFirst() { dropped.append(client) }
        ask(for: .stop(error, dropping: dropped))
    }

    /// Lets go of the directory, complete.
    mutating func close(_ gossip: inout GossipNode, at now: Moment) {
        guard let journal, write(to: journal, &gossip, at: now) else { return }
        do throws(SystemError) {
            try journal.finish()
            state = .over
        } catch {
            fail(.system(error))
        }
    }

    /// Lets go of the directory as it was found: the node did not come to start.
    mutating func abandon() {
        guard let journal else { return }
        journal.abandon()
        state = .over
    }
}
