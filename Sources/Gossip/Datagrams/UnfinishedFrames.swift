/// The large frames that the other end of a path is in the middle of sending.
public struct UnfinishedFrames: Equatable, Sendable {
    /// Which: by the numbers that the other side gave them, from the oldest that is not whole up to the newest.
    var numbers: Range<UInt64> = 0..<0

    /// How many bytes have come of those that are not whole.
    var byteCount = 0
}
