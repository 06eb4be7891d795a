public import Reactor

/// Why a node cannot use its data directory.
public enum StorageError: Error, Equatable, Sendable {
    /// The system refuses something: there is no space, no permission, no such file system.
    case system(SystemError)

    /// Another process uses the directory.
    case inUse(String)

    /// The file belongs to another node.
    case otherNode(file: String, name: String)

    /// The file was written by another version of this program, in a format that is not read here.
    case unknownVersion(file: String, UInt8)

    /// The file is not what was written there: from this byte on it cannot be read, and there is more behind it.
    case damaged(file: String, offset: Int)
}

extension StorageError {
    /// Whether a file is gone or broken: to try it again brings nothing, as it may where only descriptors were lacking.
    ///
    /// So is one that stays though it is not to: others before it are gone, and their names lead to something else.
    var isLostFile: Bool {
        switch self {
        case .system(let error):
            error.call == "unlink"
                || ["open", "read"].contains(error.call)
                    && (error.isMissingFile || error.code == SystemError.Code.brokenDisk)
        case .damaged, .otherNode, .unknownVersion: true
        case .inUse: false
        }
    }

    /// Whether a file could not be opened since too many are: that says nothing of the disk.
    var isLackingDescriptors: Bool {
        guard case .system(let error) = self else { return false }
        return error.call == "open" && error.isLackingDescriptors
    }

    /// Whether there is no such file, so that it could not be opened: somebody has removed it.
    var isRemovedFile: Bool {
        guard case .system(let error) = self else { return false }
        return error.call == "open" && error.isMissingFile
    }

    /// Whether the disk did not take what it was waited for: then no later wait says anything about that either.
    var isFailedWait: Bool {
        guard case .system(let error) = self else { return false }
        return error.call == "fdatasync" || error.call == "fsync"
    }
}

extension StorageError: CustomStringConvertible {
    /// One line, which names the file and the cure.
    public var description: String {
        switch self {
        case .system(let error): "\(error)\(Self.cure(of: error))"
        case .inUse(let directory): "another process uses the data directory \(directory)"
        case .otherNode(let file, let name):
            "\(file) was written by the node \"\(name)\"; give each node a data directory of its own"
        case .unknownVersion(let file, let version):
            "\(file) has format version \(version), this program reads versions \(SegmentHeader.oldestVersion) to "
                + "\(SegmentHeader.version); go on with the "
                + "version of the program that wrote it, or move the whole data directory away: "
                + "the node then starts with what its peers hold"
        case .damaged(let file, let offset):
            "\(file) is damaged at byte \(offset); put back a copy of the data directory, or move this file away: "
                + "the node then starts without what is in it; or move the whole directory away: "
                + "it then starts with what its peers hold"
        }
    }

    /// What to do where the system's words do not say it.
    private static func cure(of error: SystemError) -> String {
        if error.isFullDisk {
            return "; make room there, and start the node again if it has ended: "
                + "what was acknowledged is in the directory"
        }
        if error.isForbidden { return "; the user that runs the node must be able to write there" }
        if error.isFolder || error.isBehindFile { return "; that is none of the node's: move it away" }
        if error.code == SystemError.Code.existingFile {
            return "; the directory did not tell of it when the node started: start the node again"
        }
        return ""
    }
}
