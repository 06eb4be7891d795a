/// Something that goes wrong for a while in a mesh of whole nodes.
public struct WholeFault: Sendable, Equatable {
    /// What goes wrong.
    public enum Trouble: Sendable, Equatable {
        /// These nodes and the others do not hear each other.
        case split([Int])

        /// These nodes do not hear the others.
        case deafness([Int])

        /// Nothing gets from one node to another.
        case cut(from: Int, to: Int)

        /// A node is killed, and starts again.
        case kill(Int)

        /// A node's machine loses its power, and starts again.
        case powerFailure(Int)

        /// Of a million segments and datagrams between nodes, so many have another bit: where links are sealed, nobody takes
        /// them for what was said.
        case tampering(perMillion: Int)

        /// A node is killed, or loses its power, in the middle of a turn: when it asks its disk for more than so many things.
        case interruption(Int, afterCalls: Int, failsPower: Bool)

        /// A node is killed, and starts again with the data directory that it had when this began.
        case restoration(Int)

        /// A node gets no turn.
        case pause(Int)

        /// A machine's wall clock jumps, by so many microseconds, and stays there unless somebody puts it right.
        case jump(Int, by: Int64, isPutRight: Bool)

        /// Something is wrong with a machine's disk.
        case disk(Int, DiskTrouble)

        /// A node is asked to stop, or killed, and starts again with the new file.
        case renewal(Int, isKilled: Bool)

        /// A node reads the new file and goes on, after one that is not written yet.
        case rereading(Int)

        /// Hosts are not found by their names: who knows them does not answer, or has forgotten where they are.
        case names(isSilent: Bool)

        /// Somebody starts a program beside a node that runs, or with what is not its own.
        case misstart(Int, Misstart)

        /// Somebody removes a part of a node's data directory, and starts it again in the end; soon after that the rest is
        /// moved away.
        case removal(Int)

        /// A node's machine has no descriptors left.
        case exhaustion(Int)
    }

    /// What cannot be started.
    public enum Misstart: String, Sendable, CaseIterable {
        /// The node that runs.
        case twice

        /// The same with another data directory.
        case elsewhere

        /// One with the data directory of another node.
        case foreign

        /// One whose data directory was written by a release to come.
        case later

        /// One that has a certificate, whose file is not there.
        case uncertified

        /// One of which the file says nothing.
        case unknown
    }

    /// What can be wrong with a disk.
    public enum DiskTrouble: String, Sendable, CaseIterable {
        /// There is no room.
        case full

        /// Each wait takes long.
        case slow

        /// Waits fail, and what they were about is lost when the power fails.
        case failing

        /// Waits succeed, and the disk has nothing until the power has stayed for long enough.
        case lying

        /// A bit is another one.
        case flipped

        /// A sector was written over another.
        case misdirected

        /// Whether what a node was promised may be gone, now or when the power fails.
        var losesWhatWasPromised: Bool { self != .full && self != .slow }
    }

    /// What goes wrong.
    public var trouble: Trouble

    /// When that begins, in nanoseconds.
    public var start: Int64

    /// When it ends.
    public var end: Int64

    /// Lets something go wrong for a while.
    public init(_ trouble: Trouble, start: Int64, end: Int64) {
        self.trouble = trouble
        self.start = start
        self.end = end
    }
}

extension WholeFault: CustomStringConvertible {
    /// As a line for people: `2.500 s to 3.700 s: kill n7`.
    public var description: String { "\(Fault.seconds(start)) to \(Fault.seconds(end)): \(trouble.text)" }
}

extension WholeFault.Trouble {
    /// What goes wrong, in words.
    var text: String {
        switch self {
        case .split(let side): "split off \(Self.names(side))"
        case .deafness(let side): "\(Self.names(side)) hear nobody else"
        case .cut(let host, let other): "nothing from n\(host) to n\(other)"
        case .kill(let host): "kill n\(host)"
        case .powerFailure(let host): "no power for n\(host)"
        case .interruption(let host, let count, let failsPower):
            "\(failsPower ? "no power for" : "kill") n\(host) after \(count) calls to its disk"
        case .tampering(let count): "change a bit in \(count) of a million segments"
        case .restoration(let host): "n\(host) goes back to the disk that it has"
        case .pause(let host): "pause n\(host)"
        case .jump(let host, let by, let isPutRight):
            "move the clock of n\(host) by \(by / 1_000_000) s\(isPutRight ? " and back" : "")"
        case .disk(let host, let trouble): "\(trouble.rawValue) disk of n\(host)"
        case .renewal(let host, let isKilled): "\(isKilled ? "kill" : "stop") n\(host) for the new file"
        case .rereading(let host): "n\(host) reads the new file"
        case .names(let isSilent): isSilent ? "nobody resolves names" : "names are not known"
        case .misstart(let host, let kind): "start n\(host) (\(kind.rawValue))"
        case .removal(let host): "remove a segment of n\(host)"
        case .exhaustion(let host): "no descriptors on n\(host)"
        }
    }

    private static func names(_ hosts: [Int]) -> String { hosts.map { "n\($0)" }.joined(separator: " ") }
}
