extension Store {
    /// Checks that those are kept waiting who know that they are.
    ///
    /// - Parameter waiting: The clients that are held.
    func checkInvariants(_ waiting: [ClientReference]) {
        precondition(!hasDirectives, "something was left to be done for the store")
        // Those who are gone stay until all is written.
        precondition(Set(waiting).isSubset(of: held), "a client is held for ever")
        precondition(Set(held).count == held.count, "a client is held twice")
    }
}
