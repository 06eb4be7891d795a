/// How long what is sent takes to arrive, in nanoseconds.
public enum DelayLaw: Sendable, Equatable {
    /// Always as long.
    case constant(Int64)

    /// Anything of a range, equally likely.
    case uniform(ClosedRange<Int64>)

    /// At least `base`; each doubling is half as likely as the one before, up to 64 times as long.
    case heavyTail(base: Int64)

    /// How many doublings a heavy tail has at most.
    private static let longestTail = 6

    /// The least that it takes.
    var shortest: Int64 {
        switch self {
        case .constant(let delay): delay
        case .uniform(let range): range.lowerBound
        case .heavyTail(let base): base
        }
    }

    /// What it seldom takes more than.
    var long: Int64 {
        switch self {
        case .constant(let delay): delay
        case .uniform(let range): range.upperBound
        case .heavyTail(let base): base << 3
        }
    }

    /// The most that it takes.
    var longest: Int64 {
        switch self {
        case .constant(let delay): delay
        case .uniform(let range): range.upperBound
        case .heavyTail(let base): base << Int64(Self.longestTail) + base
        }
    }

    /// Rolls a delay.
    func delay(_ dice: inout Dice) -> Int64 {
        switch self {
        case .constant(let delay):
            return delay
        case .uniform(let range):
            return dice.pick(range)
        case .heavyTail(let base):
            let doublings = min(dice.next().trailingZeroBitCount, Self.longestTail)
            return base << Int64(doublings) + dice.pick(0...base)
        }
    }
}
