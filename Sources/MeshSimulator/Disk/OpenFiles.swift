/// The files that the process has open which uses a disk.
struct OpenFiles {
    /// Which process that is; what an earlier one opened is closed.
    private(set) var process = 0

    /// Those that it has for itself, and by which opening of them.
    private var locked: [Int: Int] = [:]

    /// Counts what was opened.
    private var openings = 0

    /// How many are open, and how many were at the most.
    private var count = 0
    private var most = 0

    /// The process ends, and another one comes.
    mutating func endProcess() { self = OpenFiles(process: process + 1, most: most, openings: openings) }

    /// A process opens a file.
    ///
    /// - Returns: Which opening that is: what one has for itself, another of the same process has not.
    mutating func open(by process: Int) -> Int {
        openings += 1
        guard process == self.process else { return openings }
        count += 1
        most = max(most, count)
        return openings
    }

    /// A process closes a file, and gives it back if it had it for itself.
    mutating func close(_ inode: Int, _ opening: Int, by process: Int) {
        guard process == self.process else { return }
        if locked[inode] == opening { locked[inode] = nil }
        count -= 1
    }

    /// Whether whoever opened a file has it for himself from now on, and nobody had it.
    mutating func lock(_ inode: Int, _ opening: Int) -> Bool {
        guard locked[inode] == nil else { return false }
        locked[inode] = opening
        return true
    }

    /// Takes out how many were open at the most.
    mutating func takeMost() -> Int {
        defer { most = count }
        return most
    }
}

extension OpenFiles {
    private init(process: Int, most: Int, openings: Int) {
        self.init()
        self.openings = openings
        self.process = process
        self.most = most
    }
}
