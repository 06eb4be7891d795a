/// How often neighbours said something new of what they hold; who waits for a second copy looks again when it changes.
public struct Confirmations: Equatable, Sendable {
    /// How often one was further than any before, or held what had been passed over.
    public private(set) var count: Int

    /// How often one held what had been passed over, as it was too long for others; see ``SecondCopy/passedOver``.
    public private(set) var lateCount: Int

    /// So many.
    public init(count: Int = 0, lateCount: Int = 0) {
        (self.count, self.lateCount) = (count, lateCount)
    }

    /// Counts what was learnt from one.
    mutating func note(_ learnt: (isFurther: Bool, isLate: Bool)) {
        if learnt.isLate { lateCount += 1 }
        if learnt.isFurther || learnt.isLate { count += 1 }
    }
}
