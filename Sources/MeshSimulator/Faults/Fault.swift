/// Something that goes wrong for a while.
public struct Fault: Sendable, Equatable {
    /// What goes wrong.
    public enum Kind: Sendable, Equatable {
        /// Nothing gets through a wire, from the dialer to the listener or back or both; nobody is told.
        case cut(wire: Int, forward: Bool, backward: Bool)

        /// A wire's connection breaks, and no new one is accepted.
        case refuse(wire: Int)

        /// The wires between some hosts and the others are cut, silently or by breaking.
        case split(hosts: [Int], isSilent: Bool)

        /// A process dies and loses everything; of a lost machine the others are not told.
        case crash(host: Int, isMachineLost: Bool)

        /// A process does not run.
        case pause(host: Int)

        /// A wall clock jumps, by so many microseconds, and stays there unless somebody puts it right.
        case jump(host: Int, by: Int64, isPutRight: Bool)

        /// A second process under a name that is taken starts on another host.
        case twin(host: Int)
    }

    /// What.
    public var kind: Kind

    /// When it begins, in nanoseconds.
    public var begin: Int64

    /// When it is over.
    public var end: Int64

    /// Whether a process that was alive is gone afterwards, so that its peers must first notice.
    var endsProcesses: Bool {
        switch kind {
        case .crash, .twin, .pause: true
        case .cut, .refuse, .split, .jump: false
        }
    }
}

extension Fault: CustomStringConvertible {
    /// As a line for people: `2.500 s to 3.700 s: pause host 7`.
    public var description: String {
        "\(Self.seconds(begin)) to \(Self.seconds(end)): \(what)"
    }

    /// What goes wrong, without the time.
    var what: String {
        switch kind {
        case .cut(let wire, let forward, let backward):
            "cut wire \(wire)\(forward ? " forward" : "")\(backward ? " backward" : "")"
        case .refuse(let wire): "break wire \(wire)"
        case .split(let hosts, let isSilent): "split off hosts \(hosts)\(isSilent ? " silently" : "")"
        case .crash(let host, let isMachineLost): "\(isMachineLost ? "lose machine" : "kill host") \(host)"
        case .pause(let host): "pause host \(host)"
        case .jump(let host, let by, let isPutRight):
            "move the clock of host \(host) by \(by) µs\(isPutRight ? " and back" : "")"
        case .twin(let host): "start a twin on host \(host)"
        }
    }

    /// A time for people: `2.500 s`.
    static func seconds(_ time: Int64) -> String {
        let milliseconds = String(time / 1_000_000 % 1000)
        return "\(time / 1_000_000_000).\(String(repeating: "0", count: 3 - milliseconds.count))\(milliseconds) s"
    }
}
