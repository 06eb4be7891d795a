import Gossip

/// The messages of one run whose senders wait: a heap, the first by sequence in front.
///
/// Nearly all come in their order; who says again what was said before asks for an earlier one.
struct AwaitedRun {
    /// Which run of this node it is.
    let epoch: UInt64

    private var copies: [AwaitedCopy] = []

    /// Begins without messages.
    init(epoch: UInt64) {
        self.epoch = epoch
    }

    /// The first message.
    var first: AwaitedCopy? { copies.first }

    /// Adds a message.
    mutating func insert(_ copy: AwaitedCopy) {
        copies.append(copy)
        var index = copies.count - 1
        while index > 0, isBefore(index, (index - 1) / 2) {
            copies.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    /// Takes out the first message.
    mutating func removeFirst() {
        copies.swapAt(0, copies.count - 1)
        copies.removeLast()
        var index = 0
        while true {
            var least = index
            for child in [2 * index + 1, 2 * index + 2] where child < copies.count && isBefore(child, least) {
                least = child
            }
            guard least != index else { return }
            copies.swapAt(index, least)
            index = least
        }
    }

    private func isBefore(_ index: Int, _ other: Int) -> Bool {
        copies[index].id.sequence < copies[other].id.sequence
    }
}
