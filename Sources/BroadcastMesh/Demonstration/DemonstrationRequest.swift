import HTTP

/// What a request to a node of a demonstration wants broken, or mended.
enum DemonstrationRequest: Equatable {
    /// Something else of a link.
    case turn(peer: String, LinkSwitch)

    /// The end of the node's process, as `kill -9` has it.
    case crash

    /// What a path aims at.
    enum Aim: Equatable {
        /// The link to a peer.
        case link(peer: String)

        /// The process.
        case crash

        /// Reads what stands behind `/demo/`; `nil` for nothing that there is.
        init?(_ rest: String) {
            let parts = rest.split(separator: "/", omittingEmptySubsequences: false)
            switch parts.first {
            case "links" where parts.count == 2: self = .link(peer: String(parts[1]))
            case "crash" where parts.count == 1: self = .crash
            default: return nil
            }
        }
    }

    /// Reads a request; `nil` when its query says nothing that a link can be.
    init?(_ aim: Aim, _ query: Query) {
        switch aim {
        case .crash: self = .crash
        case .link(let peer):
            guard let state = query["state"].flatMap({ LinkSwitch(rawValue: $0) }) else { return nil }
            self = .turn(peer: peer, state)
        }
    }
}
