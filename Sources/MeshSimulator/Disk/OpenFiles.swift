/// The files that the process has open which uses a disk.
struct OpenFiles {
    /// Which process that is; what an earlier one opened is closed.
    private(set) var process = 0

    /// Those that it has for itself.
    private var locked: Set<Int> = []

    /// How many are open, and how many were at the most.
    private var count = 0
    private var most = 0

    /// The process ends, and another one comes.
    mutating func endProcess() { self = OpenFiles(process: process + 1, most: most) }

    /// A process opens a file.
    mutating func open(by process: Int) {
        guard process == self.process else { return }
        count += 1
        most = max(most, count)
    }

    /// A process closes a file, and gives it back if it had it for itself.
    mutating func close(_ inode: Int, by process: Int) {
        guard process == self.process else { return }
        locked.remove(inode)
        count -= 1
    }

    /// Whether the process has a file for itself from now on, and nobody had it.
    mutating func lock(_ inode: Int) -> Bool { locked.insert(inode).inserted }

    /// Takes out how many were open at the most.
    mutating func takeMost() -> Int {
        defer { most = count }
        return most
    }
}

extension OpenFiles {
    private init(process: Int, most: Int) {
        self.init()
        self.process = process
        self.most = most
    }
}
