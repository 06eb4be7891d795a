import ChannelProtocol
public import Gossip
import HTTP

/// Who is at a mesh of whole nodes besides people at browsers, what those are like, and what nodes keep and do at once.
public struct WholeCrowd: Sendable {
    /// What people do otherwise than others, in their order; nothing where this ends.
    public var manners: [WholeManners] = []

    /// Which people read slowly: over a thin line with small buffers.
    public var slowReaders: [Int] = []

    /// Those who take part in no chat.
    public var guests: [WholeGuest] = []

    /// How many messages of a channel nodes keep; `nil` for more than are posted.
    public var retention: Int?

    /// For how many seconds nodes keep messages; `nil` for longer than anything takes.
    public var seconds: Int?

    /// How many bytes a message may have, if that is less than usual.
    public var messageBytes: Int?

    /// Whether nodes keep a megabyte in all, of messages of an eighth of that at most.
    public var isNarrow = false

    /// How many messages a second nodes take of one client, if the file says so.
    public var rate: Int?

    /// How many descriptors a node may have; `nil` for as many as usual.
    public var descriptors: Int?

    /// How many are usual.
    static let usualDescriptors = 4096

    /// What a turn of each node may spend, in nanoseconds of counted work; `nil` for what a real one may.
    public var turn: Int?

    /// What bounds the gossip of each node.
    public var limits = GossipLimits()

    /// Begins with nobody.
    public init() {}
}

/// A client of a mesh of whole nodes that takes part in no chat.
public struct WholeGuest: Sendable, Equatable {
    /// What it is.
    public var kind: Kind

    /// Where it posts or listens: a path, as it stands in the request.
    public var path: String

    /// What it does, in any order.
    public var deeds: [Deed]

    /// Whether it posts JSON values in the place of text, if it is a poster or speaks the channel protocol.
    public var postsJSON = false

    /// What a guest can be.
    public enum Kind: Sendable, Equatable {
        /// A WebSocket on a relay channel.
        case relay(Listening)

        /// Posts over HTTP; with keys, it posts again elsewhere what was not answered.
        case poster(keyed: Bool)

        /// A program that embeds this node, and hears the channel as long as the node runs.
        case program(node: Int)

        /// Means no good, or knows no better.
        case stranger(Mischief)
    }

    /// How a relay client listens.
    public struct Listening: Sendable, Equatable {
        /// Whether it wants back what it says.
        public var echoes: Bool

        /// How much it reads of what was said before it came; `nil` for nothing.
        public var history: Int?

        /// How many bytes it reads every ten milliseconds; `nil` for all that come.
        public var pace: Int?

        /// Whether it speaks the channel protocol, and goes on where it was: then it reads nothing from before it came
        /// first.
        public var speaksEvents: Bool

        /// Whether it has a session, which guards its keys, if it speaks the channel protocol.
        public var guardsKeys = false

        /// Whether it posts under keys that the sessions of others guard, if it speaks the channel protocol.
        public var steals = false

        /// Listens so.
        public init(echoes: Bool = true, history: Int? = nil, pace: Int? = nil, speaksEvents: Bool = false) {
            self.echoes = echoes
            self.history = history
            self.pace = pace
            self.speaksEvents = speaksEvents
        }
    }

    /// Something that it does.
    public struct Deed: Sendable, Equatable {
        /// When, in nanoseconds.
        public var time: Int64

        /// What.
        public var matter: Matter

        /// What a guest can do.
        public enum Matter: Sendable, Equatable {
            /// Post so many messages of so many bytes at once.
            case post(Int, bytes: Int)

            /// Connect anew, at this node, or one that chance chooses if that is negative, with so many messages behind
            /// the request; a stranger begins with what it does.
            case reload(node: Int, early: Int)
        }

        /// Does something.
        public init(_ matter: Matter, time: Int64) {
            self.matter = matter
            self.time = time
        }
    }

    /// Makes a guest.
    public init(_ kind: Kind, at path: String, _ deeds: [Deed] = [], postsJSON: Bool = false) {
        self.postsJSON = postsJSON
        self.kind = kind
        self.path = path
        self.deeds = deeds
    }

    /// How many bytes it reads every ten milliseconds; `nil` for all that come.
    var pace: Int? { if case .relay(let listening) = kind { listening.pace } else { nil } }

    /// Whether it speaks the channel protocol under a session; see ``Listening/guardsKeys``.
    var guardsKeys: Bool {
        get { if case .relay(let listening) = kind { listening.guardsKeys } else { false } }
        set {
            guard case .relay(var listening) = kind else { return }
            listening.guardsKeys = newValue
            kind = .relay(listening)
        }
    }

    /// The relay channel that a request for its path is about.
    var channel: String {
        let below = ClientPath.channels
        guard path.hasPrefix(below) else { return "" }
        let name = path.dropFirst(below.count)
        do { return try PercentEncoding.decode(name) } catch { return String(name) }
    }
}
