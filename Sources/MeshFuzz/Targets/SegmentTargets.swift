import MeshSimulator

extension FuzzTarget {
    /// A data directory in which something was spoilt between two runs.
    static let segments = FuzzTarget(
        name: "segments",
        summary: "data directories with spoilt files; nothing sound is lost in silence, and an error names the file"
    ) { trial throws(BrokenInvariant) in
        var shelf = Shelf(&trial)
        try shelf.fill(&trial)
        let promised = try shelf.start() ?? []
        try shelf.close()
        guard promised == shelf.expected else {
            throw BrokenInvariant("\(promised.count) messages are left of \(shelf.expected.count)")
        }
        let sound = try shelf.spoil(&trial)
        guard shelf.missedCount == 0 else { throw BrokenInvariant("a file is missed that nobody took") }
        guard let held = try shelf.start() else { return }
        if sound.isMissed, shelf.missedCount == 0 { throw BrokenInvariant("nothing says that a file was taken") }
        if let newest = sound.newest, held.last ?? -1 < newest {
            throw BrokenInvariant("\(held.last ?? -1) is the newest that is held of those up to \(newest)")
        }
        // A file that says of itself to be something else may well bring something else.
        guard sound.isOrdered else { return try shelf.close() }
        guard shelf.holds(held) else { throw BrokenInvariant("\(held) is held of \(shelf.posted.suffix(40))") }
        try shelf.fold()
        try shelf.close()
        guard try shelf.start() == held else { throw BrokenInvariant("a rewritten directory has other messages") }
    }

    /// Segments that are sound, with contents that no node ever wrote.
    static let segmentContents = FuzzTarget(
        name: "segment-contents",
        summary: "sound segments with mistaken contents; a node refuses them by name, or starts and rewrites them"
    ) { trial throws(BrokenInvariant) in
        var shelf = Shelf(&trial)
        try shelf.makeUp(&trial)
        guard let held = try shelf.start() else { return }
        try shelf.fold()
        try shelf.close()
        guard let again = try shelf.start() else { throw BrokenInvariant("a node refuses its own directory") }
        guard again.count <= held.count else { throw BrokenInvariant("a start brings what was not held") }
    }
}
