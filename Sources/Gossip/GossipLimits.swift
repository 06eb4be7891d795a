/// Everything that bounds what a node keeps, sends at once and tries again: a value, so that the simulator can draw it.
///
/// Whoever adds a bound adds it here: its default, its meaning with the unit, and in ``leasts`` the least that still
/// works. From there up to the default it is drawn anew for each seed of chaos, so that every bound is met in
/// simulation. Links work between nodes with other limits; what both ends must agree on is a constant of the wire.
public struct GossipLimits: Hashable, Sendable {
    /// How many state entries of a run are kept for those who are a little behind; who is further behind gets a
    /// snapshot.
    public var stateEntries = 256

    /// How much the kept state entries of a run may take, in bytes, for the same purpose.
    public var stateBytes = 64 << 10

    /// How many entries a link may be behind before it is left to ask for them.
    public var lag = 1 << 16

    /// How many questions of a peer wait for their answers, and how many of ours for room on a link; more are dropped,
    /// and asked again.
    public var answers = 1 << 14

    /// How many bytes of frames may stand ready before the peer's probes are left unanswered: it does not read.
    public var controlBytes = 64 << 10

    /// How much one answer may be, in bytes; then the peer asks for more, or asks somebody else.
    public var answerBytes = 512 << 10

    /// The bytes that one piece of an answer may have: live traffic waits no longer than for this.
    public var answerPieceBytes = 32 << 10

    /// How many origins one frame of the clock tells of.
    public var clockBatch = 512

    /// How many heads one probe over datagrams repeats.
    public var probeHeads = 256

    /// How often in a row a parent may fail to deliver before another link takes its place.
    public var staleRounds = 3

    /// After so many entries from a link that was asked for heads only, it is asked again: that may have got lost.
    ///
    /// At most 255.
    public var strays = 16

    /// How often in a row to look in vain for somebody to ask, before what waits is given up.
    public var lonelyRounds = 10

    /// How many bytes of entries are held back for one origin, above something missing; more is dropped and asked for
    /// later.
    public var earlyBytes = 1 << 20

    /// How many bytes are held back for all origins together: eight may be as far ahead as any one may.
    ///
    /// Without it, a peer that shows the ends of many logs would make this node grow by a MiB for each of them.
    public var allEarlyBytes = 8 << 20

    /// How many nodes are told apart before links to others are ignored: `mesh.json` names all that there are, so a
    /// peer that tells of more makes them up.
    public var members = 1 << 16

    /// How many runs of nodes that `mesh.json` does not name are told apart, of all those nodes together.
    ///
    /// During a change of the files a node may hear of a few thousand that only other files name yet, or name no more. Whoever
    /// tells of more makes them up: these are passed over, and counted. Each costs about a kilobyte.
    public var strangerRuns = 1 << 12

    /// How many runs of one node that `mesh.json` names are told apart at a time.
    ///
    /// It is one start every ten seconds for a day, as long as messages are kept by default. Of more, the oldest make room with
    /// all that is held of them.
    public var nodeRuns = 1 << 13

    /// How many runs of a node before its current one are kept whole although nothing of them is held: of those it is
    /// known of which channels they lost messages.
    public var wholeRuns = 64

    /// How many users come and go at once, where a snapshot or a new run has others than before.
    ///
    /// More do so in several turns. A thousand take less than two milliseconds.
    public var usersAtOnce = 1024

    /// How much it may take to tell in gaps of which channels messages were, in bytes, however much is kept: it is half of
    /// what messages may take, if that is less.
    public var namingBytes = 1 << 40

    /// How many counts with names the parts of the gaps in a frame have, beside those that it has itself: there may be as many
    /// parts as entries wait, and each may count 64 channels.
    public var namesInParts = 1 << 12

    /// How much of a log is looked at to find out what of a gap is known: of messages, and of what gaps count.
    ///
    /// A gap of 30 bytes may reach over all that is held. Where that is more, what the gap adds counts at most: no more than its
    /// entries above the head.
    public var knownEntries = 512

    /// How many runs of one node that are over, and of which nothing is held, are remembered one by one; the oldest go below the
    /// watermark.
    ///
    /// Where these cannot, since an older one is not over, no more are taken.
    public var closedRuns = 1 << 16

    /// How much work a turn may do to let go of what is too much, in messages: some milliseconds.
    public var lettingGo = 1 << 14

    /// How many links all runs may have together: those of a thousand nodes with two hundred each.
    ///
    /// All of them are walked along when one has changed, and each costs some hundred bytes at the most. Runs are made up
    /// easily, and each may tell of thousands.
    public var links = 1 << 18

    /// How many holds on one name a run of another node may have: one, and for a moment those that it replaces.
    ///
    /// Of more the newest count: the others are given up first.
    public var holdsOfRun = 8

    /// How often neighbours are asked for a state that is doubted, in about a minute, before it changes with its log
    /// again: nobody in reach may know better for long.
    public var stateQuestions = 6

    /// Starts with the defaults.
    public init() {}

    /// The least that each limit may be, for the simulator to draw from; what stands in no row is not drawn.
    ///
    /// Most work from 1 on. Where that costs a time there and back for each entry, or a wait for each question, the
    /// least is what lets a mesh settle in seconds.
    public static var leasts: [(limit: WritableKeyPath<GossipLimits, Int>, least: Int)] {
        [
            (\.stateEntries, 1), (\.stateBytes, 1), (\.lag, 1), (\.answers, 4), (\.controlBytes, 1),
            (\.answerBytes, 4096), (\.answerPieceBytes, 1), (\.clockBatch, 1), (\.probeHeads, 1), (\.staleRounds, 1),
            (\.strays, 1), (\.lonelyRounds, 2), (\.earlyBytes, 1), (\.allEarlyBytes, 1), (\.members, 32),
            (\.wholeRuns, 1), (\.usersAtOnce, 1), (\.namingBytes, 1), (\.namesInParts, 1), (\.knownEntries, 1),
            (\.closedRuns, 2), (\.lettingGo, 16), (\.links, 1), (\.holdsOfRun, 6), (\.stateQuestions, 1),
        ]
    }
}
