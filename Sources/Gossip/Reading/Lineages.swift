/// What runs say of those before them that readers went back to last, one of each node: most readers name the same.
struct Lineages {
    /// By the number of the node.
    private var lineages: [Int: Lineage] = [:]

    /// Counts how often what runs say of each other has changed, or which of them there are.
    private(set) var changeCount = 0

    /// The lineage of a run, if it is the one of its node that was looked up last.
    func lineage(of run: Int, at member: Int) -> Lineage? {
        guard let known = lineages[member], known.run == run else { return nil }
        return known
    }

    /// Takes notice that what runs of a node say of each other has changed, or which of them there are.
    mutating func forget(_ member: Int) {
        lineages[member] = nil
        changeCount += 1
    }

    /// Remembers a lineage, in the place of the one that its node had.
    mutating func note(_ lineage: Lineage, at member: Int) {
        lineages[member] = lineage
    }
}
