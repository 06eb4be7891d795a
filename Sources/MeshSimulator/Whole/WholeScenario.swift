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

    /// Which of them read slowly: over a thin line with small buffers.
    public var slowReaders: [Int] = []

    /// What the ways between all hosts are like.
    public var profile = WireProfile()

    /// When nobody does anything any more, and everything is healed, in nanoseconds; people start at 3 s.
    public var quietAt: Int64 = 10_000_000_000

    /// What goes wrong, in any order.
    public var faults: [WholeFault] = []

    /// What people do.
    public var actions: [WholeAction] = []

    /// What is held from the judge, or from a browser, to see that somebody objects.
    public var sabotage: Sabotage?

    /// One node dials another.
    public struct Link: Sendable, Equatable {
        /// Who dials, by number.
        public var dialer: Int

        /// Who is dialed.
        public var listener: Int

        /// Whether it is carried by datagrams.
        public var isDatagrams: Bool

        /// Joins two nodes.
        public init(dialer: Int, listener: Int, isDatagrams: Bool) {
            self.dialer = dialer
            self.listener = listener
            self.isDatagrams = isDatagrams
        }
    }

    /// What somebody is to object to.
    public enum Sabotage: Sendable, CaseIterable {
        /// A browser hears a message twice.
        case repeatMessage

        /// A browser does not hear a message.
        case loseMessage

        /// A browser hears two messages of one origin in the wrong order.
        case swapMessages

        /// A browser hears what nobody said.
        case forgeMessage

        /// A browser is told of a loss that there was not.
        case inventLoss

        /// A browser's last list of users lacks one.
        case hideUser

        /// One node's transcript is another.
        case changeTranscript

        /// A node's disk is empty after each restart, and all nodes restart.
        case forgetDisks
    }

    /// Makes a scenario in which nothing happens.
    public init(seed: UInt64, nodes: Int) {
        self.seed = seed
        self.nodes = nodes
    }
}
