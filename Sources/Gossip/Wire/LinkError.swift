/// Why a link is refused or closed; the others hear that it is down, and lose nothing by it.
public enum LinkError: Error, Equatable, Sendable {
    /// The first bytes are no greeting of a mesh node.
    case notAMeshNode

    /// None of the versions of the protocol that the peer speaks is one of this node's.
    case noCommonVersion(peer: ClosedRange<UInt8>, own: ClosedRange<UInt8>)

    /// The peer answers another greeting than the one that it got: it plays a recording of an earlier connection.
    case replayedGreeting

    /// A frame is longer than any may be, in bytes.
    case frameTooLarge(Int)

    /// The frame's type is not known.
    case unknownFrame(UInt8)

    /// A frame of this type ends too early, has something behind its end, or a value out of its range.
    case malformedFrame(FrameType)

    /// A datagram acknowledges what was never sent, or has a number that none can have.
    case malformedPacket

    /// A frame came before the greeting, or a second greeting after it.
    case unexpectedFrame(FrameType)

    /// The peer is not among this node's neighbours.
    case notANeighbour(String)

    /// Another node answered than the one that was dialed.
    case wrongPeer(expected: String, found: String)

    /// The peer goes by this node's own name.
    case ownName(String)

    /// A node of that name is in the mesh already, as another process.
    case alreadyRunning(String)

    /// The peer's run began years after now: its clock is wrong, or this node's is.
    case impossibleEpoch(String, UInt64)

    /// A newer connection to the same process took this one's place.
    case superseded

    /// The two processes have a connection already, which the first of them by name dialed.
    case alreadyLinked

    /// Nothing was heard for too long.
    case silent(milliseconds: Int64)

    /// A frame is later than it is over the slowest line: what arrives is no part of it.
    case endless(milliseconds: Int64)

    /// The peer said goodbye, for this reason.
    case goodbye(String)

    /// The connection was not sealed, or its seal broke: why, and what to do about it.
    case sealing(String)

    /// The connection ended: what the kernel says.
    case disconnected(String)

    /// This node stops.
    case stopping

    /// This node was given another configuration, and has no such link any more.
    case removed

    /// This node was given another configuration, and the link is opened again as that says.
    case renewed

    /// Whether the two ends are not to speak to each other, as they are configured or as they run.
    public var isRefusal: Bool {
        switch self {
        case .notANeighbour, .wrongPeer, .ownName, .alreadyRunning, .impossibleEpoch, .sealing, .noCommonVersion: true
        case .notAMeshNode, .replayedGreeting, .frameTooLarge, .unknownFrame, .malformedFrame, .malformedPacket,
            .unexpectedFrame, .superseded, .alreadyLinked, .silent, .endless, .goodbye, .disconnected, .stopping,
            .removed, .renewed:
            false
        }
    }

    /// Whether what arrived cannot come from a node of this mesh: worth one line a minute, not more.
    public var isGarbage: Bool {
        switch self {
        case .notAMeshNode, .replayedGreeting, .frameTooLarge, .unknownFrame, .malformedFrame, .malformedPacket,
            .unexpectedFrame:
            true
        case .noCommonVersion, .notANeighbour, .wrongPeer, .ownName, .alreadyRunning, .impossibleEpoch, .superseded,
            .alreadyLinked, .sealing, .silent, .endless, .goodbye, .disconnected, .stopping, .removed, .renewed:
            false
        }
    }
}

extension LinkError {
    /// What two ends that have no version in common are to do about it.
    private static func cure(_ peer: ClosedRange<UInt8>, _ own: ClosedRange<UInt8>) -> String {
        func words(_ versions: ClosedRange<UInt8>) -> String {
            versions.count == 1
                ? "version \(versions.lowerBound)" : "versions \(versions.lowerBound) to \(versions.upperBound)"
        }
        let cure =
            peer.upperBound == 1
            ? "stop all nodes, and start them with this node's program; they keep their data directories"
            : peer.upperBound < own.lowerBound
                ? "give the peer the program that this node runs" : "give this node the program that the peer runs"
        return "the peer speaks \(words(peer)) of the gossip protocol, this node \(words(own)): \(cure)"
    }
}

extension LinkError: CustomStringConvertible {
    /// One line for the log.
    public var description: String {
        switch self {
        case .notAMeshNode: "what arrived is no greeting of a mesh node"
        case .noCommonVersion(let peer, let own): Self.cure(peer, own)
        case .replayedGreeting: "what arrived answers a greeting of an earlier connection: somebody plays a recording"
        case .frameTooLarge(let count): "a frame of \(count) bytes is larger than any may be"
        case .unknownFrame(let type): "a frame of unknown type \(type)"
        case .malformedFrame(let type): "a malformed \(type) frame"
        case .malformedPacket: "a datagram with numbers that make no sense"
        case .unexpectedFrame(let type): "a \(type) frame out of turn"
        case .notANeighbour(let name): "mesh.json gives this node no link to \"\(name)\""
        case .wrongPeer(let expected, let found): "dialed \"\(expected)\", but \"\(found)\" answered"
        case .ownName(let name): "the peer calls itself \"\(name)\", as this node does"
        case .alreadyRunning(let name): "a node named \"\(name)\" is already running"
        case .impossibleEpoch(let name, let epoch):
            "\(name)@\(epoch) began years after now; set the clocks, and if \"\(name)\" has a data directory, replace it"
        case .alreadyLinked: "there is a connection to the same peer already"
        case .superseded: "a newer connection to the same peer took over"
        case .silent(let milliseconds): "nothing was heard for \(milliseconds) ms"
        case .endless(let milliseconds): "a frame does not end: it is \(milliseconds) ms late"
        case .goodbye(let reason): "the peer said goodbye: \(reason)"
        case .sealing(let reason): reason
        case .disconnected(let reason): reason
        case .stopping: "stopping"
        case .removed: "its mesh.json has this link no more"
        case .renewed: "its mesh.json has changed, and the link is opened again"
        }
    }
}
