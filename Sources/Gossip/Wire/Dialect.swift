import Bytes

/// Which release's words a node uses with its peers: those of this code, unless a simulator says otherwise.
///
/// Nodes of a mesh are replaced one after the other, so for a while an older release speaks with a newer one. What the two
/// others say and do not know stands here, and nowhere else.
package enum Dialect: String, CaseIterable, Sendable {
    /// A release before: it neither tells nor takes what should be the same on every node, and knows no hashes of logs.
    case earlier

    /// This one.
    case current

    /// A release to come: it speaks a version more, its greeting has a field and a capability more, it puts notes behind
    /// entries, and its log has entries that nobody else knows.
    case later

    /// A release that speaks no version of this one's.
    case foreign

    /// The versions of the protocol that it speaks, where this code speaks these.
    func versions(_ own: ClosedRange<UInt8>) -> ClosedRange<UInt8> {
        switch self {
        case .earlier, .current: own
        case .later: own.lowerBound...(own.upperBound + 1)
        case .foreign: (own.upperBound + 1)...(own.upperBound + 2)
        }
    }

    /// Whether it knows a frame of this type.
    func knows(_ type: FrameType) -> Bool { self != .earlier || type != .agreement }

    /// Whether it looks at the hashes of logs that peers send.
    var knowsHashes: Bool { self != .earlier }

    /// Has a greeting say what this release says.
    func shape(_ hello: inout Hello) {
        hello.versions = versions(hello.versions)
        switch self {
        case .current, .foreign: break
        case .earlier: (hello.capabilities, hello.agreement) = ([], nil)
        case .later:
            hello.capabilities.insert(Capabilities(rawValue: 1 << 40))
            hello.agreement?.add(0x0123_4567_89AB_CDEF)
            hello.addition = [100, 3, 1, 2, 3]
        }
    }

    /// Appends what it says behind the entries of a frame; most say nothing.
    func appendNote(to body: inout [UInt8]) {
        guard self == .later else { return }
        body += [200, 2, 7, 7]
    }

    /// What its log has beside a change of its links; most have nothing.
    func entry(at time: Int64) -> [UInt8]? {
        guard self == .later else { return nil }
        var entry: [UInt8] = [100, 11]
        entry.append(bigEndian: UInt64(time))
        return entry + [1, 2, 3]
    }
}

extension GossipNode {
    /// Has the node speak as another release does; before its first link.
    package mutating func speak(_ dialect: Dialect) {
        settings.dialect = dialect
    }

    /// Makes the entry that only its release knows, if it has one.
    mutating func appendAddition(at now: Moment) {
        guard settings.dialect != .current else { return }
        let time = clock.next(at: now)
        guard let entry = settings.dialect.entry(at: time) else { return }
        logs.append(state: entry, time: time, of: ownRun, at: now)
        noteHeadMoved(of: ownRun)
        presence.noteStateless(upTo: origins[ownRun].log.head, of: ownRun)
        logs.noteArrival(of: ownRun, isLive: true)
    }
}
