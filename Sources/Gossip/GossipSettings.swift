/// What a node keeps of what it heard; the oldest messages go first.
public struct Retention: Hashable, Sendable {
    /// How many messages of a channel.
    public var messages = 10_000

    /// How much memory for all messages of a node, with everything that they cost, in bytes.
    public var bytes = 64 << 20

    /// How old, in seconds.
    public var seconds = 86_400

    /// Starts with the defaults.
    public init() {}
}

/// The settings of a node's gossip.
public struct GossipSettings: Sendable {
    /// What is kept.
    public var retention = Retention()

    /// The largest frame of a message, in bytes: what a client may send, and what its frame adds to it.
    public var frameBytes = 8 << 20

    /// What the frame of a message must be; a peer that sends another is taken for broken.
    public var frameRule = FrameRule.any

    /// Which nodes there are.
    private var others = Others()

    /// What is spoken with peers.
    var speech = Speech()

    /// What should be the same on every node, to be told to neighbours; `nil` tells nothing.
    public var agreement: Agreement?

    /// Whether links that open and close are told to the whole mesh; without it nobody but neighbours is seen.
    public var announcesLinks = true

    /// What bounds everything that is kept, sent at once and tried again.
    public var limits = GossipLimits()

    /// How long heads are gathered before lazy links hear of them, in nanoseconds.
    ///
    /// Shorter finds losses sooner; longer costs fewer control frames.
    public var announcementDelay: Int64 = .milliseconds(80)

    /// How long an announced entry may take on the eager path before it is asked for, in nanoseconds.
    public var patience: Int64 = .milliseconds(80)

    /// How often a link is probed, in nanoseconds.
    public var probeInterval: Int64 = .milliseconds(1000)

    /// How long a link may be silent before it counts as down, in nanoseconds: three probes and their answers.
    public var silenceLimit: Int64 = .milliseconds(3500)

    /// Starts with the defaults.
    public init() {}
}

extension GossipSettings {
    /// Which nodes there are.
    private struct Others: Sendable {
        var neighbours: [String] = []
        var nodes: [String] = []
        var acquaintanceTime: Int64 = .milliseconds(2000)
    }

    /// The nodes that links may lead to; a hello from any other is refused.
    public var neighbours: [String] {
        get { others.neighbours }
        set { others.neighbours = newValue }
    }

    /// For how long a new neighbour's word that something is gone is not the last as long as other neighbours are still to
    /// come, in nanoseconds: as long as a start waits for all.
    ///
    /// A machine that started with a clock a day ahead holds nothing, and whoever met it first would take that for all there
    /// is. As long, others may take to bring, or tell of, what a neighbour says is gone that was told to keep other messages.
    public var acquaintanceTime: Int64 {
        get { others.acquaintanceTime }
        set { others.acquaintanceTime = newValue }
    }

    /// How long a message has to come that a neighbour does not take, as it is too long for it, in nanoseconds: as long as a
    /// new neighbour's word is not the last, and half a second for each node in whose way it may lie.
    ///
    /// The neighbour says so as soon as the message is posted, and the message may have to go all around: at each node it is
    /// announced and asked for, which takes 160 ms and the way there and back, and it has to be whole before it goes on.
    var goingAroundTime: Int64 { max(acquaintanceTime, Int64(nodes.count) * .milliseconds(500)) }

    /// The nodes of the mesh, with or without the neighbours and the node itself.
    ///
    /// Others are heard of too, as far as there is room; see ``GossipLimits/strangerRuns``.
    public var nodes: [String] {
        get { others.nodes }
        set { others.nodes = newValue }
    }

    /// What is spoken with peers.
    struct Speech: Sendable {
        /// The versions of the protocol.
        var versions = ProtocolVersion.spoken

        /// Which release's words.
        var dialect = Dialect.current
    }

    /// The versions of the protocol that are spoken.
    var versions: ClosedRange<UInt8> { speech.versions }

    /// Which release's words are used.
    var dialect: Dialect {
        get { speech.dialect }
        set { speech.dialect = newValue }
    }
}
