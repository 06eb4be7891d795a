/// One local user's hold on one name.
public struct Claim: Hashable, Sendable {
    /// Counts the claims of this process.
    let number: Int
}

/// What local users claim, by claim: the entry that says so.
struct Claims {
    private var sequences: [Claim: UInt64] = [:]
    private var nextNumber = 1

    /// The claims by their entries.
    var byEntry: [UInt64: Claim] { Dictionary(uniqueKeysWithValues: sequences.map { ($0.value, $0.key) }) }

    /// The claim that an entry made, as long as it stands.
    func claim(madeBy sequence: UInt64) -> Claim? { sequences.first { $0.value == sequence }?.key }

    /// Adds a claim that the next entry makes.
    mutating func add(madeBy sequence: UInt64) -> Claim {
        defer { nextNumber += 1 }
        let claim = Claim(number: nextNumber)
        sequences[claim] = sequence
        return claim
    }

    /// Takes notice that a claim is made by another entry from now on: that of a new run.
    mutating func move(_ claim: Claim, to sequence: UInt64) {
        sequences[claim] = sequence
    }

    /// Ends a claim.
    ///
    /// - Returns: The entry that made it; `nil` when it had ended.
    mutating func remove(_ claim: Claim) -> UInt64? { sequences.removeValue(forKey: claim) }
}
