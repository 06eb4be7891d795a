import Gossip

extension BroadcastChannel {
    /// What was heard of a channel: of each run of each node the last message; valid on any node of the mesh.
    ///
    /// A program keeps ``Messages/position`` as text, and goes on from there when it runs again. A position that is empty has
    /// heard nothing, so everything that is held comes after it.
    public struct Position: Equatable, Sendable, LosslessStringConvertible {
        /// As the mesh has it.
        var inMesh: Gossip.Position

        init(_ position: Gossip.Position) {
            inMesh = position
        }

        /// Has heard nothing.
        public init() {
            inMesh = Gossip.Position()
        }

        /// Reads what ``description`` says; `nil` for anything else.
        public init?(_ description: String) {
            guard let position = Gossip.Position(description) else { return nil }
            inMesh = position
        }

        /// As nodes take it: `alpha@1763700000123/42,bravo@1763700000456/7`.
        public var description: String { inMesh.description }
    }
}
