/// Room for the next runs of a node that has very many.
extension LogStore {
    /// Lets go of the messages of a node's oldest runs where it has hardly any room left, so that they can be closed: as
    /// much as the turn has room for.
    ///
    /// Else somebody who makes up runs for it that have a message each would keep it from being heard after its next start
    /// for as long as messages are kept. Its newest runs are the same on every node, and so is what is held.
    ///
    /// - Parameters:
    ///   - member: The node.
    ///   - current: Its current run.
    ///   - own: This node's own run.
    mutating func makeRoom(forRunsOf member: Int, before current: Int, except own: Int) {
        for run in origins.excess(of: member) where origins[run].epoch < origins[current].epoch && run != own {
            guard letGo(messagesOf: run) else { return }
        }
    }

    /// Lets go of all messages of a run.
    ///
    /// - Returns: Whether the turn had room for that.
    private mutating func letGo(messagesOf run: Int) -> Bool {
        guard origins[run].log.heldCount > 0 else { return true }
        let log = origins[run].log
        for sequence in log.heldRuns(in: log.floor...log.head).joined() {
            guard retentionClock.allowance.isOpen else { return false }
            guard case .post(let post) = log.piece(at: sequence) else { continue }
            retentionClock.allowance.spend(channels: 1, messages: 1)
            let key = channels[existing: post.channel].key
            channels.update(post.channel) { channel in
                channel.settle { origins.isBefore($0, $1) }
                channel.remove(post.record) { origins.isBefore($0, $1) }
            }
            origins.updateLog(of: run) { $0.remove(posts: sequence...sequence, of: key) }
            channels.enqueue(post.channel)
            channels.removeIfUnused(post.channel)
        }
        return true
    }
}
