/// What lives on an event loop and owns the sockets that it watches.
///
/// An actor on the loop enters itself without a hop, for the loop's thread is its executor:
///
///     nonisolated func handleTurn(_ events: borrowing [ReadyEvent]) -> Int64? {
///         assumeIsolated { $0.turn(events) }
///     }
package protocol TurnHandler: AnyObject, Sendable {
    /// Does the work of one turn of the loop, on the loop's thread.
    ///
    /// A turn comes when sockets became ready, when the deadline passed, when jobs of actors on the loop ran (they may
    /// have changed what is to be sent), once after the handler was attached, and now and then for no reason.
    ///
    /// - Parameter events: All that became ready since the last turn, at most one event a socket; may be empty.
    /// - Returns: When the next turn must come at the latest, by ``Clock/monotonic()``; `nil` for no such time.
    func handleTurn(_ events: borrowing [ReadyEvent]) -> Int64?
}
