public import Gossip

/// Everything that a simulation is told: the mesh, its weather, and what people do.
///
/// The rest follows from it.
public struct Scenario: Sendable {
    /// A link of the configuration: who dials whom, by number.
    public struct Edge: Sendable, Equatable {
        /// The host that dials.
        public var dialer: Int

        /// The host that listens.
        public var listener: Int

        /// What the path is like.
        public var profile: WireProfile

        /// Whether it carries datagrams instead of a stream.
        public var carriesDatagrams = false

        /// Links two hosts.
        public init(dialer: Int, listener: Int, profile: WireProfile, carriesDatagrams: Bool = false) {
            self.dialer = dialer
            self.listener = listener
            self.profile = profile
            self.carriesDatagrams = carriesDatagrams
        }
    }

    /// A machine with one node on it.
    public struct Host: Sendable, Equatable {
        /// The node's name.
        public var name: String

        /// When it is started first, in nanoseconds; `nil` for one that only a fault starts.
        public var startsAt: Int64?

        /// How far its wall clock is off, in microseconds.
        public var wallOffset: Int64 = 0

        /// Whether its nodes write what comes to a disk, so that a crash takes nothing; a lost machine takes the disk.
        public var keepsJournal = false

        /// How long it takes at most to come to the end of a turn, in nanoseconds: what happens meanwhile is of the same
        /// turn.
        public var longestTurn: Int64 = 0

        /// How many messages of a channel its nodes keep, if those are fewer than the others keep: then nothing is demanded of
        /// them, and they may cost nobody else anything.
        public var keptMessages: Int?

        /// How long a message is at most that its nodes take, in bytes, if others take longer ones: the same holds.
        public var takenBytes: Int?

        /// Which release's words its nodes use.
        package var dialect = Dialect.current

        /// What becomes of what its nodes say; `nil` when they are heard as they are.
        public var hostility: Hostility?
    }

    /// What decides everything that is left to chance.
    public var seed: UInt64

    /// The machines.
    public var hosts: [Host]

    /// The links.
    public var edges: [Edge]

    /// What every node is told; the neighbours are filled in.
    public var settings = GossipSettings()

    /// What people do, in the order of time.
    public var actions: [Action] = []

    /// What goes wrong.
    public var faults: [Fault] = []

    /// When the last action and the last fault are over, in nanoseconds.
    public var calmAt: Int64 = 0

    /// How long after that all nodes may take to agree, in nanoseconds.
    public var settlingTime: Int64 = .seconds(10)

    /// Whether clients read what they get; without them only what nodes hold is looked at.
    public var hasReaders = true

    /// Whether frames, hops and times of every message are measured.
    public var isMeasured = false

    /// When the load begins that is measured, in nanoseconds.
    public var measuresFrom: Int64 = 0

    /// Whether it is written down what happens where, for a picture.
    public var keepsChronicle = false

    /// What is broken on purpose, to see whether the checkers object.
    var sabotage: Sabotage?

    /// Is told what happens, a line each; `nil` when nobody wants to know.
    public var narrator: (@Sendable (String) -> Void)?

    /// What is broken on purpose of what travellers are promised.
    var travellerSabotage: TravellerSabotage?

    /// The clients that want to miss nothing.
    var travellers: [Traveller] = []

    /// How many clients there are at most.
    public var clientCount = 0

    /// Starts with a mesh in which nothing happens.
    public init(seed: UInt64, hosts: [Host], edges: [Edge]) {
        self.seed = seed
        self.hosts = hosts
        self.edges = edges
    }
}

/// Something that people do.
public struct Action: Sendable, Equatable {
    /// What is done.
    public enum Kind: Sendable, Equatable {
        /// A client comes to a host; a name is claimed in the chat, no name is a relay's.
        case attach(client: Int, host: Int, username: String?)

        /// A client goes.
        case detach(client: Int)

        /// A client posts so many bytes on its channel.
        case post(client: Int, size: Int)

        /// A traveller loses its connection, or leaves politely, and goes to a host; it may forget all that it was.
        case hop(traveller: Int, host: Int, isSilent: Bool, forgets: Bool)

        /// A traveller loses its connection, and comes back after so many nanoseconds.
        case rest(traveller: Int, pause: Int64)

        /// A traveller says something, in a frame of so many bytes.
        case say(traveller: Int, size: Int)

        /// A client that wants to do harm plays a trick on a host.
        case misbehave(rascal: Int, host: Int, trick: Trick)
    }

    /// When, in nanoseconds.
    public var time: Int64

    /// What.
    public var kind: Kind
}
