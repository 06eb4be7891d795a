import BroadcastMesh
import Reactor

/// A host of a whole node: its disk, what runs on it now, and what stands in its way.
struct WholeHost {
    /// One run of the program.
    final class RunningNode {
        /// Its sockets.
        let network: SimulatedNetwork

        /// When it started.
        let startedAt: Int64

        /// The node.
        var node: SteppedNode

        /// What is ready in its turn; the same memory in each.
        var events: [ReadyEvent] = []

        /// Until when it is busy with its last turn.
        var busyUntil: Int64 = 0

        /// When its next turn comes, and which of the planned turns that is.
        var nextTurn: Int64?
        var turnSerial: Int32 = 0

        /// How many turns it took in which second, or few of them.
        var turns: (span: Int64, count: Int) = (0, 0)

        /// Takes over a node that was started.
        init(_ node: consuming SteppedNode, on network: SimulatedNetwork, at time: Int64) {
            startedAt = time
            self.node = node
            self.network = network
        }
    }

    /// What outlives a run.
    var disk: SimulatedDisk
    let clock: MachineClock

    /// For how long the machine had been up when everything began, in nanoseconds: what its monotonic clock showed.
    let uptime: Int64

    /// What runs on it.
    var process: RunningNode?

    /// Counts the runs.
    var runs: Int32 = 0

    /// How many faults keep the program from running, and how many the program from getting a turn.
    var outages = 0
    var pauses = 0

    /// What is wrong with the disk.
    var disease = Disease()

    /// What ends its program, and what that goes back to.
    var fate = Fate()

    /// What its program is like.
    var program = Program()

    /// What is to be done for the node, by number, while that takes its time.
    var errands: [Int32: SteppedNode.Errand] = [:]
    var errandSerial: Int32 = 0
}

extension WholeHost {
    /// What a program has read, and how it writes.
    struct Program {
        /// Whether it has read the new file.
        var isRevised = false

        /// Of which release it is.
        var release = WholeRelease()
    }

    /// Whether its program has read the new file.
    var isRevised: Bool {
        get { program.isRevised }
        set { program.isRevised = newValue }
    }

    /// What ends a program, and what that goes back to.
    struct Fate {
        /// What ends it in the middle of a turn, and the last run of which that came true.
        var interruption: Interruption?
        var lastInterruptedRun: Int32 = 0

        /// The data directory that it goes back to, and whether what is in it may be damaged.
        var backup: (disk: SimulatedDisk, isDamaged: Bool)?
    }

    /// An end in the middle of a turn.
    struct Interruption {
        /// The run that it is about.
        var run: Int32

        /// Whether the machine loses its power, so that nobody is told.
        var failsPower: Bool

        /// Whether it has come.
        var hasHappened = false
    }

    /// What is wrong with a disk, and what it may have come to.
    struct Disease: Equatable {
        /// What is wrong now.
        var troubles: [WholeFault.DiskTrouble] = []

        /// How many things keep its processes from opening anything.
        var exhaustions = 0

        /// Whether waits failed, or were lied about: the next power failure takes what was promised.
        var isFragile = false

        /// The last run of the node that it was too full for at some time.
        var lastFullRun: Int32 = 0

        /// Whether what is on the disk may be damaged: a node may refuse it.
        var isDamaged = false

        /// Whether it takes nothing now, or its machine opens no file.
        var hasNoRoom: Bool { troubles.contains(.full) || exhaustions > 0 }

        /// Whether a run of a node may have said that it cannot write.
        func refusesToWrite(in run: Int32) -> Bool { run <= lastFullRun || isFragile || isDamaged }

        /// How the disk is to behave.
        var temper: SimulatedDisk.Temper {
            var temper: SimulatedDisk.Temper = exhaustions > 0 ? [.lacksDescriptors] : []
            for trouble in troubles {
                switch trouble {
                case .full: temper.insert(.isFull)
                case .failing: temper.insert(.fails)
                case .lying: temper.insert(.lies)
                case .slow, .flipped, .misdirected: break
                }
            }
            return temper
        }
    }
}

/// A run of a node, where somebody is.
struct WholePlace {
    /// The host, and which of its runs it is.
    var node = 0
    var run: Int32 = 0
}

/// What happens to a host or a client at some time.
enum WholeEvent: Sendable {
    /// A host's program starts, if nothing is in its way.
    case start(host: Int32)

    /// A node's turn comes; void if another was planned, or another run.
    case turn(host: Int32, run: Int32, serial: Int32)

    /// Something was done for a node; void in another run.
    case errand(host: Int32, run: Int32, number: Int32)

    /// A fault begins, or ends.
    case begin(fault: Int32)
    case end(fault: Int32)

    /// A person does something.
    case act(Int32)

    /// A client goes to a node, by chance if that is negative; void if it has connected since.
    case open(browser: Int32, node: Int32, serial: UInt64)

    /// A client has waited long enough for a node to take it in; void if it has connected since.
    case unlessOpen(browser: Int32, serial: UInt64)

    /// Something happens to a guest.
    case visit(guest: Int32, WholeVisit)

    /// Who reads the whole history of the chat comes.
    case audit

    /// Everybody says once more what was said last.
    case remind

    /// Somebody asks for the status of all nodes.
    case probe

    /// A data directory of which a part is gone is moved away, as the node has told whoever runs it.
    case repair(host: Int32)

    /// Something happens to those that are healed first.
    case refuge(WholeRefugeMoment)
}
