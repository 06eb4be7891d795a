extension Range<Int> {
    /// The first of these numbers that is not below something; one above the last where all are.
    ///
    /// All that are stand in front of all that are not. It asks for as many as the range can be halved.
    @inlinable
    public func partition(isBelow: (Int) -> Bool) -> Int {
        var (low, high) = (lowerBound, upperBound)
        while low < high {
            let middle = (low + high) / 2
            if isBelow(middle) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
