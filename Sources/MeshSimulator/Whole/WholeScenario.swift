/// What happens in a simulation of whole nodes; everything else follows from it and its seed.
public struct WholeScenario: Sendable {
    /// What decides everything that is left to chance.
    public var seed: UInt64

    /// How many nodes there are; they are called n0, n1, ….
    public var nodes: Int

    /// Who dials whom, and whether over UDP.
    public var links: [Link] = []

    /// How many people chat.
    public var browsers = 2

    /// What the ways between all hosts are like.
    public var profile = WireProfile()

    /// When nobody does anything any more, and everything is healed, in nanoseconds; people come within the first second, and
    /// begin to chat then.
    public var quietAt: Int64 = 10_000_000_000

    /// What goes wrong, in any order.
    public var faults: [WholeFault] = []

    /// What people do.
    public var actions: [WholeAction] = []

    /// Who else is there, what people are like, and what nodes keep.
    public var crowd = WholeCrowd()

    /// What the machines are like, what the file says later, and who is healed first.
    public var terrain = WholeTerrain()

    /// What is held from the judge, or from a browser, to see that somebody objects.
    public var sabotage: Sabotage?

    /// Takes what each run of each node records, by their numbers; without it nothing is recorded.
    package var recording: (@Sendable (_ node: Int, _ run: Int32, _ chunk: borrowing [UInt8]) -> Void)?

    /// One node dials another.
    public struct Link: Sendable, Equatable {
        /// Who dials, by number.
        public var dialer: Int

        /// Who is dialed.
        public var listener: Int

        /// Whether it is carried by datagrams.
        public var isDatagrams: Bool

        /// Whether the line is slow, and the other end far away.
        public var isDistant = false

        /// Whether the line is as slow as a telephone's.
        public var isThin = false

        /// Joins two nodes.
        public init(dialer: Int, listener: Int, isDatagrams: Bool) {
            self.dialer = dialer
            self.listener = listener
            self.isDatagrams = isDatagrams
        }
    }

    /// Makes a scenario in which nothing happens.
    public init(seed: UInt64, nodes: Int) {
        self.seed = seed
        self.nodes = nodes
    }
}
