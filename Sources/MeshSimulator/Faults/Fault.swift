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

        /// The file on a host does not name the nodes of some others, to none of which it has a link; its node reads it, and
        /// the one that names all in the end.
        case oldFile(host: Int, unnamed: [Int])
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
        case .cut, .refuse, .split, .jump, .oldFile: false
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
        case .oldFile(let host, let unnamed): "leave hosts \(unnamed) out of the file of host \(host)"
        }
    }

    /// A time for people: `2.500 s`.
    static func seconds(_ time: Int64) -> String {
        let milliseconds = String(time / 1_000_000 % 1000)
        return "\(time / 1_000_000_000).\(String(repeating: "0", count: 3 - milliseconds.count))\(milliseconds) s"
    }
}

extension Fault {
    /// A fault taken apart: its name, and what it is about.
    ///
    /// Files, pictures and what makes a scenario smaller know nothing else of it: whoever adds a kind says here how it is
    /// taken apart and put together.
    struct Form {
        /// The name, as it stands in a file.
        var what: String

        /// The link and the host that it is about, if it is about one.
        var link: Int?
        var host: Int?

        /// The hosts on one side of it, or those that a file does not name.
        var hosts: [Int] = []

        /// Which ways are cut.
        var forward = false
        var backward = false

        /// Whether nobody is told.
        var isSilent = false

        /// How far a clock is moved, and whether it is put right in the end.
        var microseconds: Int64 = 0
        var isPutRight = false
    }
}

extension Fault.Form {
    /// A fault, taken apart.
    init(_ kind: Fault.Kind) {
        switch kind {
        case .cut(let wire, let forward, let backward):
            self.init(what: "cut", link: wire, forward: forward, backward: backward)
        case .refuse(let wire): self.init(what: "break", link: wire)
        case .split(let hosts, let isSilent): self.init(what: "split", hosts: hosts, isSilent: isSilent)
        case .crash(let host, let isMachineLost): self.init(what: isMachineLost ? "lose machine" : "kill", host: host)
        case .pause(let host): self.init(what: "pause", host: host)
        case .jump(let host, let by, let isPutRight):
            self.init(what: "move clock", host: host, microseconds: by, isPutRight: isPutRight)
        case .twin(let host): self.init(what: "twin", host: host)
        case .oldFile(let host, let unnamed): self.init(what: "old file", host: host, hosts: unnamed)
        }
    }

    /// The fault; `nil` if there is no such, or something is missing.
    var kind: Fault.Kind? {
        switch what {
        case "cut": link.map { .cut(wire: $0, forward: forward, backward: backward) }
        case "break": link.map { .refuse(wire: $0) }
        case "split": .split(hosts: hosts, isSilent: isSilent)
        case "kill": host.map { .crash(host: $0, isMachineLost: false) }
        case "lose machine": host.map { .crash(host: $0, isMachineLost: true) }
        case "pause": host.map { .pause(host: $0) }
        case "move clock": host.map { .jump(host: $0, by: microseconds, isPutRight: isPutRight) }
        case "twin": host.map { .twin(host: $0) }
        case "old file": host.map { .oldFile(host: $0, unnamed: hosts) }
        default: nil
        }
    }
}
