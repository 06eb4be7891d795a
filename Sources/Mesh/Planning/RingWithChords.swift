/// A graph in which few links lead far: a ring, and from each node a chord across it.
///
/// Any one node may fail and the others still reach each other. From five nodes on each has four links, and the longest
/// way is about the square root of the number of nodes.
enum RingWithChords {
    /// Whom each node dials, by place: the next one of the ring, then the other end of its chord.
    ///
    /// - Parameter count: How many nodes there are.
    /// - Returns: For each node the places that it dials; no link stands there twice.
    static func dials(of count: Int) -> [[Int]] {
        let reach = Int(Double(count).squareRoot().rounded())
        var linked: Set<[Int]> = []
        return (0..<count).map { place in
            (count < 5 ? [1] : [1, reach])
                .map { (place + $0) % count }
                .filter { $0 != place && linked.insert([min(place, $0), max(place, $0)]).inserted }
        }
    }
}
