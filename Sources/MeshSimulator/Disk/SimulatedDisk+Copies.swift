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
