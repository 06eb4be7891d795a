extension Simulation {
    /// Keeps a byte array for the next time one is needed.
    mutating func recycle(_ bytes: [UInt8]) {
        guard bytes.capacity > 0, spareBytes.count < Self.spareLimit else { return }
        var bytes = bytes
        bytes.removeAll(keepingCapacity: true)
        spareBytes.append(bytes)
    }

    /// How many byte arrays are kept: as many as are on their way in a busy moment.
    private static var spareLimit: Int { 256 }
}
