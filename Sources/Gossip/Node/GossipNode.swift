/// The gossip of one node: logs of every origin, links that replicate them, and what they add up to.
///
/// A value without sockets, clock or dice. The shell tells it what happened (``receive(_:on:isLast:at:)``,
/// ``post(in:at:encode:)``, ``join(_:in:session:orEarlier:since:at:)``, ``handleTimers(at:lag:)``), then asks what follows from it:
/// ``takeEvents()``, ``takeGrownChannels(into:)``, and for every link ``produce(for:into:limit:at:)``.
///
///     clients ──post──▶ own log ──┐                     ┌──▶ channels: ready frames ──▶ clients
///                                 ├──▶ logs, by origin ─┤
///     links ──entries──▶ dedup ───┘    (head, gaps)     └──▶ arrivals: cursors of links ──▶ links
public struct GossipNode {
    /// The node's name.
    public let name: String

    /// What it was told to keep and to be patient with.
    public internal(set) var settings: GossipSettings

    /// Which of the branches that matter it has taken since it started.
    public var marks: Marks { news.marks.union(trees.marks).union(repair.marks) }

    var clock = HybridClock()

    /// The connections to neighbours.
    var links: LinkTable

    /// Which links bring an origin's entries, and which only its heads.
    var trees: Trees

    /// What is missing here, and whom it is asked of.
    var repair: Repair

    /// What is to be written to the disk; `nil` when nothing is.
    var journal: JournalCursor?

    /// What it holds.
    @usableFromInline var logs: LogStore

    /// Which run this is.
    var incarnation: Incarnation

    /// Who is in the mesh.
    var presence: Presence

    /// What runs say of those before them, for readers that come back.
    var lineages = Lineages()

    /// What is to be told.
    var news = NodeNews()

    /// Starts a node that knows nobody yet.
    ///
    /// - Parameters:
    ///   - name: The node's name in the mesh.
    ///   - epoch: The run; larger than that of every run before it.
    ///   - bootNonce: A number that no other process has, to tell two of the same name apart.
    ///   - settings: What to keep, and with whom to speak.
    public init(name: String, epoch: UInt64, bootNonce: UInt64, settings: GossipSettings) {
        self.name = name
        self.settings = settings
        links = LinkTable(neighbours: settings.neighbours)
        logs = LogStore(settings)
        let member = logs.member(namedOrNew: name)
        let run = logs.addRun(epoch, of: member).run
        links.add(run)
        trees = Trees(limits: settings.limits)
        trees.add(run)
        repair = Repair(settings: settings)
        repair.add(run)
        incarnation = Incarnation(bootNonce: bootNonce, epoch: epoch, run: run)
        presence = Presence(
            ownRun: run,
            of: member,
            named: name,
            epoch: epoch,
            limits: settings.limits
        )
        nameNodes()
    }

    /// What happened since the last call, in order.
    public mutating func takeEvents() -> [GossipEvent] {
        news.takeEvents()
    }

    /// Whether ``takeEvents()`` has something to tell.
    public var hasEvents: Bool { !news.events.isEmpty }

    /// Whether every open link has told its clock and nothing that it knows is missing here.
    public var isCaughtUp: Bool {
        repair.missing.isEmpty && !repair.buffers.hasReady && !presence.isExchanging
            && links.all.allSatisfy { !$0.isOpening && (!$0.isUp || $0.peer?.hasClock == true) }
    }
}
