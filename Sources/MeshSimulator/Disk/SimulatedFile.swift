import Reactor
import Synchronization

/// An open file of a simulated disk.
final class SimulatedFile: StorageFile {
    private let disk: SimulatedDisk
    private let inode: Int
    private let process: Int
    private let path: String

    /// Which opening of a file of the disk it is.
    private let opening: Int

    init(of disk: SimulatedDisk, inode: Int, process: Int, path: String) {
        self.disk = disk
        self.inode = inode
        self.process = process
        self.path = path
        opening = disk.contents.withLock { $0.openFiles.open(by: process) }
    }

    deinit {
        disk.contents.withLock { $0.openFiles.close(inode, opening, by: process) }
    }

    func write(_ bytes: Span<UInt8>) throws(SystemError) {
        try call("write") { contents throws(SystemError) in
            let left = contents.temper.contains(.isFull) ? 0 : contents.roomLeft
            let room = min(bytes.count, left ?? bytes.count)
            contents.inodes[inode].append(bytes.extracting(0..<room))
            if contents.roomLeft != nil { contents.roomLeft = (contents.roomLeft ?? 0) - room }
            guard room == bytes.count else {
                contents.failureCount += 1
                throw SystemError(call: "write", subject: path, code: SystemError.Code.fullDisk)
            }
        }
    }

    func readAll() throws(SystemError) -> [UInt8] {
        try call("read") { $0.inodes[inode].cached }
    }

    func sync() throws(SystemError) {
        try call("fdatasync") { contents throws(SystemError) in
            guard contents.mayWait() else {
                contents.inodes[inode].failSync()
                throw .broken("fdatasync", path)
            }
            if !contents.temper.contains(.lies) { contents.inodes[inode].sync() }
        }
    }

    func truncate(to length: Int) throws(SystemError) {
        try call("ftruncate") { $0.inodes[inode].truncate(to: length) }
    }

    func lock() throws(SystemError) -> Bool {
        try call("flock") { $0.openFiles.lock(inode, opening) }
    }

    private func call<Result: Sendable>(
        _ name: String,
        _ body: (inout SimulatedDisk.Contents) throws(SystemError) -> Result
    ) throws(SystemError) -> Result {
        try disk.contents.withLock { contents throws(SystemError) in
            guard contents.openFiles.process == process else { throw .broken(name, path) }
            try contents.call(name, path)
            return try body(&contents)
        }
    }
}

extension SimulatedDisk.Contents {
    /// Counts a call; throws when the process is gone.
    mutating func call(_ name: String, _ path: String) throws(SystemError) {
        guard let left = callsLeft else { return }
        guard left > 0 else {
            isInterrupted = true
            throw .broken(name, path)
        }
        callsLeft = left - 1
    }

    /// Counts a wait; `false` when it fails.
    ///
    /// Those after it succeed, and that is the trap.
    mutating func mayWait() -> Bool {
        waitCount += 1
        guard !temper.contains(.fails) else {
            failureCount += 1
            return false
        }
        guard let left = waitsLeft else { return true }
        waitsLeft = left > 0 ? left - 1 : nil
        return left > 0
    }

    /// The file under a name, emptied or made as the mode asks for.
    mutating func open(_ name: String, _ mode: File.Mode, _ path: String) throws(SystemError) -> Int {
        guard !temper.contains(.lacksDescriptors) else {
            throw SystemError(call: "open", subject: path, code: SystemError.Code.noDescriptors)
        }
        if let inode = directory.names[name] {
            if mode == .replace { inodes[inode].truncate(to: 0) }
            return inode
        }
        guard mode == .replace || mode == .lock else { throw .missing("open", path) }
        inodes.append(SimulatedInode())
        directory.link(name, to: inodes.count - 1)
        return inodes.count - 1
    }

    /// Closes what the process opened.
    mutating func endProcess() {
        openFiles.endProcess()
        callsLeft = nil
        isInterrupted = false
        waitsLeft = nil
        roomLeft = nil
    }
}

extension SystemError {
    /// The disk is broken.
    static func broken(_ call: String, _ subject: String) -> SystemError {
        SystemError(call: call, subject: subject, code: SystemError.Code.brokenDisk)
    }

    /// There is no such file.
    static func missing(_ call: String, _ subject: String) -> SystemError {
        SystemError(call: call, subject: subject, code: SystemError.Code.missingFile)
    }
}
