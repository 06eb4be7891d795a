/// A file of a simulated disk: what everybody reads, and what the disk has of it.
struct SimulatedInode: Sendable {
    /// What a disk writes as a whole, in bytes, or as a part when the power fails in the middle.
    static let sectorSize = 512

    /// What every process reads and writes.
    private(set) var cached: [UInt8] = []

    /// What is there for sure after a power failure.
    private(set) var durable: [UInt8] = []

    /// The sectors that the next wait writes; by number, as a set would be, in order.
    private var dirty: [Bool] = []

    /// Whether the length is to be written.
    private var hasNewLength = false

    /// Whether everything is on the disk for sure.
    var isSynced: Bool { cached == durable }

    /// Writes at the end.
    mutating func append(_ bytes: Span<UInt8>) {
        let start = cached.count
        for index in bytes.indices { cached.append(bytes[index]) }
        mark(start..<cached.count)
    }

    /// Cuts the file.
    mutating func truncate(to length: Int) {
        cached.removeLast(max(0, cached.count - length))
        hasNewLength = true
        dirty.removeLast(max(0, dirty.count - Self.sectors(length)))
    }

    /// Puts what was written on the disk.
    mutating func sync() {
        for sector in dirty.indices where dirty[sector] { write(sector, upTo: Self.sectorSize) }
        resizeDurable(to: cached.count)
        forget()
    }

    /// Fails to put what was written on the disk, and takes it for written: no later wait writes it.
    mutating func failSync() {
        forget()
    }

    /// Damages a byte, on the disk and for everybody who reads it.
    mutating func damage(_ offset: Int, by bits: UInt8 = 0xFF) {
        cached[offset] ^= bits
        if offset < durable.count { durable[offset] ^= bits }
    }

    /// Writes a sector of a file over one of this file, on the disk and for everybody who reads it.
    mutating func overwriteSector(from source: SimulatedInode, _ dice: inout Dice) {
        let from = dice.below(Self.sectors(source.cached.count)) * Self.sectorSize
        let to = dice.below(Self.sectors(cached.count)) * Self.sectorSize
        for (offset, byte) in zip(to..<cached.count, source.cached[from...].prefix(Self.sectorSize)) {
            cached[offset] = byte
            if offset < durable.count { durable[offset] = byte }
        }
    }

    /// Leaves what the disk has, and by chance some of what it was not waited for.
    mutating func failPower(_ luck: SimulatedDisk.Luck, _ dice: inout Dice) {
        if luck != .nothing, hasNewLength {
            let (low, high) = (min(durable.count, cached.count), max(durable.count, cached.count))
            resizeDurable(to: luck == .everything ? cached.count : low + dice.below(high - low + 1))
        }
        for sector in dirty.indices where dirty[sector] {
            switch luck {
            case .nothing: continue
            case .everything: write(sector, upTo: Self.sectorSize)
            case .anything:
                let fate = dice.below(4)
                if fate == 0 { continue }
                write(sector, upTo: fate == 1 ? dice.below(Self.sectorSize) : Self.sectorSize)
            }
        }
        cached = durable
        forget()
    }

    private mutating func mark(_ bytes: Range<Int>) {
        hasNewLength = true
        while dirty.count < Self.sectors(cached.count) { dirty.append(false) }
        for sector in bytes.lowerBound / Self.sectorSize..<Self.sectors(bytes.upperBound) { dirty[sector] = true }
    }

    /// Writes a part of a sector, as far as the file has it on the disk.
    private mutating func write(_ sector: Int, upTo length: Int) {
        let start = sector * Self.sectorSize
        let end = min(start + length, cached.count)
        if durable.count < end, length == Self.sectorSize, hasNewLength { resizeDurable(to: end) }
        guard start < min(end, durable.count) else { return }
        for offset in start..<min(end, durable.count) { durable[offset] = cached[offset] }
    }

    private mutating func resizeDurable(to length: Int) {
        durable.removeLast(max(0, durable.count - length))
        // What was never written reads as zeros.
        durable.append(contentsOf: repeatElement(0, count: max(0, length - durable.count)))
    }

    private mutating func forget() {
        dirty.removeAll(keepingCapacity: true)
        hasNewLength = false
    }

    private static func sectors(_ length: Int) -> Int { (length + sectorSize - 1) / sectorSize }
}
