import Gossip
import Reactor

/// The clocks of a node, read once a turn, for a turn is short; and what is believed of them.
struct NodeClock {
    /// The time of this turn.
    private(set) var now: Moment

    /// When the node was made, in monotonic nanoseconds.
    let startedAt: Int64

    private var wallClock = WallClock()

    /// Reads the clocks for the first time.
    init(in world: any World) {
        now = Moment(monotonic: world.monotonic(), wall: world.wall())
        startedAt = now.monotonic
    }

    /// Reads the clocks.
    mutating func read(in world: any World) {
        now = wallClock.moment(Moment(monotonic: world.monotonic(), wall: world.wall()))
    }
}
