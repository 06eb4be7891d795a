/// A word as far as it has arrived, where some words are known.
struct ArrivingWord {
    private let known: [[UInt8]]
    private var arrived: [UInt8] = []

    /// Whether it is none of those that are known, however it goes on.
    private var isUnknown = false

    /// Whether nothing of it has arrived.
    var isEmpty: Bool { arrived.isEmpty }

    /// Which one it is, if it ends here.
    var found: [UInt8]? { !isUnknown && known.contains(arrived) ? arrived : nil }

    init(of known: [[UInt8]]) {
        self.known = known
    }

    /// Takes the next byte.
    ///
    /// - Returns: Whether a word that is known begins so.
    mutating func take(_ byte: UInt8) -> Bool {
        guard !isUnknown else { return false }
        arrived.append(byte)
        isUnknown = !known.contains { $0.starts(with: arrived) }
        return !isUnknown
    }
}
