import Synchronization

/// Copies of a whole disk, as a backup is one.
extension SimulatedDisk {
    /// Copies all that everybody sees on the disk now.
    ///
    /// - Parameter seed: What decides the chance of the copy.
    /// - Returns: A disk that has all of it for sure.
    public func copied(seed: UInt64) -> SimulatedDisk {
        let copy = SimulatedDisk(seed: seed)
        contents.withLock { contents in
            let names = contents.directory.names.sorted { $0.key < $1.key }
            copy.contents.withLock { other in
                for (name, inode) in names { other.add(name, contents.inodes[inode].cached) }
            }
        }
        return copy
    }
}

extension SimulatedDisk.Contents {
    /// Adds a file that the disk has for sure.
    fileprivate mutating func add(_ name: String, _ bytes: [UInt8]) {
        inodes.append(SimulatedInode())
        inodes[inodes.count - 1].append(bytes.span)
        inodes[inodes.count - 1].sync()
        directory.link(name, to: inodes.count - 1)
        directory.sync()
    }
}

/// What another program would have written.
extension SimulatedDisk {
    /// Writes files anew while nobody uses the disk, where it has all of each for sure.
    ///
    /// - Parameter change: What becomes of them, in the order of their names.
    func rewrite(_ change: ([(name: String, bytes: [UInt8])]) -> [(name: String, bytes: [UInt8])]) {
        contents.withLock { contents in
            let names = contents.directory.names.sorted { $0.key < $1.key }
            guard names.allSatisfy({ contents.inodes[$0.value].isSynced }) else { return }
            let files = names.map { (name: $0.key, bytes: contents.inodes[$0.value].cached) }
            for (name, bytes) in change(files) { contents.add(name, bytes) }
        }
    }
}
