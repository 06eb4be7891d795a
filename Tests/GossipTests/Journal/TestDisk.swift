import Gossip

/// What one node of a test wrote, in stretches, and how it is started again from that.
struct TestDisk {
    /// One stretch: what was written of it, and what it has.
    struct Stretch {
        var frames: [UInt8] = []
        var extent = JournalExtent()
    }

    /// Oldest first; the last one is written to.
    var stretches = [Stretch()]

    /// Writes what came since.
    mutating func write(from node: inout GossipNode, limit: Int = 1 << 20) {
        guard var stretch = stretches.popLast() else { return }
        while node.hasJournalOutput {
            node.produceJournal(into: &stretch.frames, noting: &stretch.extent, limit: limit)
        }
        stretches.append(stretch)
    }

    /// Begins a stretch with a checkpoint.
    mutating func beginStretch(with node: GossipNode) {
        var stretch = Stretch()
        node.produceCheckpoint(into: &stretch.frames)
        stretches.append(stretch)
    }

    /// Rewrites the first stretches as one.
    mutating func fold(_ count: Int, with node: GossipNode) throws { try fold(0..<count, with: node) }

    /// Rewrites neighbouring stretches as one.
    mutating func fold(_ range: Range<Int>, with node: GossipNode) throws {
        var extent = stretches[range.lowerBound].extent
        for stretch in stretches[range].dropFirst() { extent.append(stretch.extent) }
        var fold = node.fold(extent)
        for stretch in stretches[range] { try fold.take(stretch.frames.span) }
        let frames = fold.finish().flatMap { $0 }
        extent.keep(messages: fold.messageCount)
        stretches.replaceSubrange(range, with: [Stretch(frames: frames, extent: extent)])
    }
}

extension TestMesh {
    /// Has a node begin its journal.
    mutating func startJournal(of node: Int) {
        nodes[node].startJournal()
    }

    /// Replaces a node by a new process that has what the disk has.
    mutating func restart(_ node: Int, from disk: TestDisk, epoch: UInt64 = 1_700_000_000_000) throws {
        restart(node, epoch: epoch)
        for stretch in disk.stretches {
            var extent = JournalExtent()
            try nodes[node].restore(stretch.frames.span, noting: &extent, at: now)
        }
        nodes[node].finishRestoring(at: now)
        nodes[node].startJournal()
    }

    /// Replaces a node by a new process that has what the disk has, and goes on writing there.
    mutating func reopen(_ node: Int, on disk: inout TestDisk) throws {
        restart(node, epoch: 1_700_000_000_000)
        for index in disk.stretches.indices {
            let frames = disk.stretches[index].frames
            var extent = JournalExtent()
            try nodes[node].restore(frames.span, noting: &extent, at: now)
            disk.stretches[index].extent = extent
        }
        nodes[node].finishRestoring(at: now)
        disk.beginStretch(with: nodes[node])
        nodes[node].startJournal()
    }

    /// How many messages count as lost for who comes to the chat channel of a node and has seen so much.
    mutating func lost(after position: Position, at node: Int) -> UInt64 {
        nodes[node].replay(after: position, in: rooms[node]).lost
    }
}
