import Synchronization

/// What goes wrong with a disk, and how it looks from outside.
extension SimulatedDisk {
    /// Lets so many more waits succeed; the next one fails, and what it was about is lost when the power fails.
    public func failSync(afterSyncs count: Int) {
        contents.withLock { $0.waitsLeft = count }
    }

    /// Leaves room for so many more bytes.
    public func fill(leaving count: Int?) {
        contents.withLock { $0.roomLeft = count }
    }

    /// Changes a byte of a file, as an old disk does.
    public func damage(_ name: String, at offset: Int) {
        contents.withLock { contents in
            guard let inode = contents.directory.names[name] else { preconditionFailure("no file \(name)") }
            contents.inodes[inode].damage(offset)
        }
    }

    /// Changes what is wrong with the disk, from now on.
    public func set(_ temper: Temper) {
        contents.withLock { $0.temper = temper }
    }

    /// Takes out how often the disk was waited for.
    public func takeWaitCount() -> Int {
        contents.withLock { contents in
            defer { contents.waitCount = 0 }
            return contents.waitCount
        }
    }

    /// Takes out how many files were open at once, at the most.
    public func takeMostOpen() -> Int {
        contents.withLock { $0.openFiles.takeMost() }
    }

    /// Takes out how often a write or a wait failed.
    public func takeFailureCount() -> Int {
        contents.withLock { contents in
            defer { contents.failureCount = 0 }
            return contents.failureCount
        }
    }

    /// Removes a segment that is not the newest, as somebody does who wants for room.
    ///
    /// - Returns: Whether there was one.
    func removeSegment() -> Bool {
        contents.withLock { contents in
            let names = contents.directory.names.keys.filter { $0.hasSuffix(".segment") || $0.hasSuffix(".begun") }
                .sorted()
            guard names.count > 1 else { return false }
            contents.directory.unlink(names[contents.dice.below(names.count - 1)])
            return true
        }
    }

    /// The names of its files, sorted, and what everybody sees in them, without a call of a process.
    var files: [(name: String, bytes: [UInt8])] {
        contents.withLock { contents in
            contents.directory.names.sorted { $0.key < $1.key }.map { ($0.key, contents.inodes[$0.value].cached) }
        }
    }

    /// Changes a bit somewhere, or writes a sector over another.
    public func damageSomewhere(isMisdirected: Bool) {
        contents.withLock { contents in
            let inodes = contents.directory.names.sorted { $0.key < $1.key }.map(\.value)
                .filter { !contents.inodes[$0].cached.isEmpty }
            guard !inodes.isEmpty else { return }
            let target = inodes[contents.dice.below(inodes.count)]
            let source = contents.inodes[inodes[contents.dice.below(inodes.count)]]
            if isMisdirected {
                contents.inodes[target].overwriteSector(from: source, &contents.dice)
            } else {
                let offset = contents.dice.below(contents.inodes[target].cached.count)
                contents.inodes[target].damage(offset, by: 1 << UInt8(contents.dice.below(8)))
            }
        }
    }
}
