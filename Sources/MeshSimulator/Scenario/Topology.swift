/// Who is linked to whom.
public enum Topology: Sendable, Equatable {
    /// Each node linked to the next.
    case line

    /// A line whose ends are linked.
    case ring

    /// Every node linked to the first.
    case star

    /// Random, connected, every node with about so many links: rings in random orders laid over each other.
    case random(degree: Int)

    /// The pairs that are linked, each once.
    func pairs(of count: Int, _ dice: inout Dice) -> [(Int, Int)] {
        guard count > 1 else { return [] }
        switch self {
        case .line:
            return (1..<count).map { ($0 - 1, $0) }
        case .star:
            return (1..<count).map { (0, $0) }
        case .ring:
            return Self.random(degree: 2).pairs(of: count, &dice)
        case .random(let degree):
            return Self.rings(count, degree: degree, &dice)
        }
    }

    private static func rings(_ count: Int, degree: Int, _ dice: inout Dice) -> [(Int, Int)] {
        var seen: Set<Int> = []
        var pairs: [(Int, Int)] = []
        var order = Array(0..<count)
        for round in 0..<((degree + 1) / 2) {
            // An odd degree ends with every other link of a ring.
            let step = round * 2 + 1 == degree ? 2 : 1
            for index in stride(from: 0, to: count, by: step) {
                let (first, second) = (order[index], order[(index + 1) % count])
                guard first != second else { continue }
                let key = min(first, second) * count + max(first, second)
                if seen.insert(key).inserted { pairs.append((first, second)) }
            }
            dice.shuffle(&order)
        }
        return pairs
    }
}
