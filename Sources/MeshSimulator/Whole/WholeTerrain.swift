/// What the machines of whole nodes are like, what their file says later, and which of them are healed before the others.
public struct WholeTerrain: Sendable, Equatable {
    /// The machines, in the order of the nodes; where the list ends, they are like all others.
    public var machines: [WholeMachine] = []

    /// What the file says after a while; each node reads it when it is renewed.
    public var revision: WholeRevision?

    /// Those that must agree although the others do not.
    public var refuge: WholeRefuge?

    /// Whether nodes wait for their disks before they promise anything; without that, they do so some time later.
    public var waitsForDisks = true

    /// Whether they do so even where the power fails: what the disk has not yet is gone then, and a write may be torn.
    public var losesUnsynced = false

    /// How much of what disks have not yet is left when the power fails, of all of them alike; `nil` for what chance leaves.
    public var powerLuck: SimulatedDisk.Luck?

    /// Whether all that nodes are answered is recorded, and they are run again from that in the end.
    public var isRecorded = false

    /// What seals the links, if the mesh has a key.
    public var seal: Seal?

    /// What can seal links.
    public enum Seal: String, Sendable {
        /// The system's OpenSSL.
        case system

        /// What only plays at it.
        case toy
    }

    /// What their files say and they are besides.
    public var features: WholeFeatures = []

    /// Which release the nodes' programs are of; where the list ends, of this one.
    public var releases: [WholeRelease] = []

    /// Whether a node has a program of this release as soon as it starts again, and not only with the new file.
    public var replacesPrograms = false

    /// Whether what happens is written down, for whoever draws it.
    public var keepsChronicle = false

    /// Begins with machines that are all alike.
    public init() {}

    /// Which release the program of a node is of at first.
    func release(_ host: Int) -> WholeRelease { host < releases.count ? releases[host] : WholeRelease() }

    /// What the machine of a node is like.
    func machine(_ host: Int) -> WholeMachine { host < machines.count ? machines[host] : WholeMachine() }
}

/// What is wrong with the clock of a machine from the start.
public struct WholeMachine: Sendable, Equatable {
    /// How far it is ahead, in microseconds.
    public var offset: Int64 = 0

    /// How much too fast it goes, in millionths.
    public var drift: Int64 = 0

    /// Whether it shows the same time whenever the program starts, as on a board without a battery.
    public var isFrozenAtBoot = false

    /// Whether its node has no data directory, and begins with nothing each time.
    public var hasNoData = false

    /// Begins with a clock that is right.
    public init() {}
}

/// A file of the mesh that is another one than before.
public struct WholeRevision: Sendable, Equatable {
    /// How many messages of a channel nodes keep from now on, if that changes: fewer than before.
    public var retention: Int?

    /// How large a message may be from now on, in bytes, if that changes: more than anybody sends.
    public var messageBytes: Int?

    /// Links that are new; nodes that are told of them before they start are not.
    public var added: [WholeScenario.Link] = []

    /// Links that are gone, by number.
    public var removed: [Int] = []

    /// Links that go over datagrams and did not, or the other way round, by number.
    public var turned: [Int] = []

    /// Whether nodes that took two keys from the start, and proved the first, prove the second from now on.
    public var turnsKeys = false

    /// What becomes of the last node.
    public var lastNode = LastNode.stays

    /// What can become of the last node.
    public enum LastNode: String, Sendable {
        /// It is in both files.
        case stays

        /// It is in the new file only.
        case comes

        /// It is in the old file only.
        case leaves
    }

    /// Begins with a file that says the same.
    public init() {}

    /// Whether it says nothing else but how large a message may be: then who never reads it agrees with all others about the
    /// rest.
    var isAboutLength: Bool {
        var rest = self
        rest.messageBytes = nil
        return rest == WholeRevision()
    }
}

/// A part of the mesh that is healed for good while all others stay broken, and cannot be reached from it.
public struct WholeRefuge: Sendable, Equatable {
    /// Its nodes; links among them join them all.
    public var nodes: [Int]

    /// When it is healed, in nanoseconds.
    public var start: Int64

    /// Heals a part.
    public init(nodes: [Int], start: Int64) {
        self.nodes = nodes
        self.start = start
    }
}
