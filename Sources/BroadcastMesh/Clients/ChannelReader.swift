import Gossip

/// A client that reads history, or what it missed, before it is live.
///
/// Kept apart from the seat: most clients never have one.
final class ChannelReader {
    /// Where it is.
    var replay: Replay

    /// Whether it has read all there is, and must wait for the channel to grow.
    var isWaiting = false

    /// Starts to read.
    init(_ replay: Replay) {
        self.replay = replay
    }
}
