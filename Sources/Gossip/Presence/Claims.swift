/// One local user's hold on one name.
public struct Claim: Hashable, Sendable {
    /// Counts the claims of this process.
    let number: Int
}

/// What local users claim, by claim: the entry that says so.
struct Claims {
    private var sequences: [Claim: UInt64] = [:]
    private var claims: [UInt64: Claim] = [:]
    private var nextNumber = 1

    /// By what the clients are known that are known by several hashes.
    private var sessions: [Claim: ClientSession] = [:]

    /// The names that others have come with.
    private var newNames = NewNames()

    /// The claim that an entry made, as long as it stands.
    func claim(madeBy sequence: UInt64) -> Claim? { claims[sequence] }

    /// The entry that made a claim; `nil` when the claim has ended.
    func sequence(of claim: Claim) -> UInt64? { sequences[claim] }

    /// By what the client is known whose claim an entry made, where it is known by several hashes.
    func session(ofClaimBy sequence: UInt64) -> ClientSession {
        claims[sequence].flatMap { sessions[$0] } ?? ClientSession(hash: 0)
    }

    /// Adds a claim that the next entry makes.
    mutating func add(madeBy sequence: UInt64, of session: ClientSession) -> Claim {
        defer { nextNumber += 1 }
        let claim = Claim(number: nextNumber)
        sequences[claim] = sequence
        claims[sequence] = claim
        know(claim, as: session)
        return claim
    }

    /// Goes on with the claims of the run before, by those who are told again in the new one; all others end.
    ///
    /// - Parameter moved: Claims, each with the entry that makes it from now on.
    mutating func replace(by moved: [(claim: Claim, sequence: UInt64)]) {
        sequences = Dictionary(uniqueKeysWithValues: moved.map { ($0.claim, $0.sequence) })
        claims = Dictionary(uniqueKeysWithValues: moved.map { ($0.sequence, $0.claim) })
        sessions = sessions.filter { self.sequences[$0.key] != nil }
    }

    /// Takes notice that another entry makes a claim from now on, and by what its client is known.
    mutating func move(_ claim: Claim, to sequence: UInt64, of session: ClientSession) {
        guard let before = sequences.updateValue(sequence, forKey: claim) else { preconditionFailure("it has ended") }
        claims[before] = nil
        claims[sequence] = claim
        know(claim, as: session)
    }

    /// Ends a claim.
    ///
    /// - Returns: The entry that made it; `nil` when it had ended.
    mutating func remove(_ claim: Claim) -> UInt64? {
        guard let sequence = sequences.removeValue(forKey: claim) else { return nil }
        claims[sequence] = nil
        sessions[claim] = nil
        return sequence
    }

    /// Takes notice that a user of another node has come with a name: nothing, as long as nobody here claims any.
    mutating func noteNewName(_ name: String, in channel: ChannelKey) {
        if !sequences.isEmpty { newNames.add(name, in: channel) }
    }

    /// Takes out the names of which claims are to be compared since others came with them.
    mutating func takeNewNames() -> [NewNames.Name] { newNames.takeAll() }

    /// Takes notice of all that the client of a claim may be known by.
    mutating func know(_ claim: Claim, as session: ClientSession) {
        sessions[claim] = session.earlier.isEmpty ? nil : session
    }
}
