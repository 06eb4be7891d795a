/// How far a node is with saying anew by which sessions its users hold their names; see ``GossipNode/renewSessions(_:atMost:at:_:)``.
public struct SessionRenewal: Equatable, Sendable {
    /// Of which run they are, and the entry from which on those are left that brought them.
    fileprivate var epoch: UInt64
    fileprivate var next: UInt64 = 1
}

extension GossipNode {
    /// Begins to say anew by which sessions users hold their names.
    public func beginSessionRenewal() -> SessionRenewal { SessionRenewal(epoch: epoch) }

    /// Says anew by which sessions some local users hold their names, since their mesh has another secret: a node that starts
    /// from now on knows no hash that was made with the earlier one, and would take a client that comes back for somebody
    /// else.
    ///
    /// Each keeps its claim, and the times of it. Who comes meanwhile may go on with a claim that was not told anew yet, and is
    /// looked at in its turn, as those are that were told anew: they have the right hash.
    ///
    /// - Parameters:
    ///   - renewal: Who is left; `nil` once nobody is.
    ///   - limit: How many users to look at.
    ///   - now: The time.
    ///   - session: The hash by which a claim is held from now on, and what it was before or is elsewhere; `nil` where that stays.
    /// - Returns: How many were looked at.
    public mutating func renewSessions(
        _ renewal: inout SessionRenewal?,
        atMost limit: Int,
        at now: Moment,
        _ session: (Claim) -> (hash: UInt128, earlier: [UInt128])?
    ) -> Int {
        defer { checkInDebugBuilds() }
        guard var place = renewal else { return 0 }
        // Another run has told of all of them again, under numbers of its own.
        if place.epoch != epoch { place = beginSessionRenewal() }
        let users = presence.ownUsers(from: place.next, atMost: limit)
        for (user, claim) in users {
            guard let claim, let (hash, earlier) = session(claim) else { continue }
            let client = ClientSession(hash: hash, earlier: earlier)
            guard hash != user.session else {
                presence.know(claim, as: client)
                continue
            }
            append(.leave(sequence: user.sequence), at: now)
            presence.move(claim, to: origins[ownRun].log.head + 1, of: client)
            append(.joining(user, session: hash), at: now)
        }
        place.next = (users.last?.user.sequence ?? 0) + 1
        renewal = users.count < limit ? nil : place
        return users.count
    }
}
