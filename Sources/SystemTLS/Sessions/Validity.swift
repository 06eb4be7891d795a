/// How long a certificate is valid from the moment at which it was read.
public struct Validity: Equatable, Sendable {
    /// How many seconds are left; negative when it has ended.
    public var secondsLeft: Int

    /// Says how long.
    public init(secondsLeft: Int) {
        self.secondsLeft = secondsLeft
    }

    /// How many whole days are left, or have passed since its end.
    public var days: Int { abs(secondsLeft) / 86_400 }

    /// Whether it has ended.
    public var isOver: Bool { secondsLeft <= 0 }
}
