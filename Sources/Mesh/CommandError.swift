import BroadcastMesh
import Reactor

/// Why `mesh` ends with another status than 0.
enum CommandError: Error, Equatable {
    /// The command line makes no sense; `subcommand` is where help is to be had.
    case usage(String, subcommand: String? = nil)

    /// The configuration makes no sense.
    case configuration(ConfigurationError)

    /// It ran, and failed.
    case failure(String)

    /// A node ran, and failed.
    case nodeFailure(name: String, reason: String)

    /// What it printed could not be written.
    case output(SystemError)

    /// What was wrong was told already.
    case told

    /// Whether there is anything to say: whoever closes a pipe has read enough.
    var isQuiet: Bool {
        switch self {
        case .output(let error): error.isBrokenPipe
        case .told: true
        case .usage, .configuration, .failure, .nodeFailure: false
        }
    }

    /// Whether what was printed could not be written: nobody sees what comes next either.
    var isAboutOutput: Bool {
        if case .output = self { true } else { false }
    }

    /// 0: somebody had read enough; 1: it ran and failed; 2: it never ran.
    var exitStatus: Int32 {
        switch self {
        case .usage, .configuration: 2
        case .output(let error): error.isBrokenPipe ? 0 : 1
        case .failure, .nodeFailure, .told: 1
        }
    }
}

extension CommandError {
    /// What went wrong, without who says so.
    var reason: String {
        switch self {
        case .usage(let problem, _): problem
        case .failure(let reason), .nodeFailure(_, let reason): reason
        case .configuration(let error): "\(error)"
        case .output(let error): "\(error)"
        case .told: ""
        }
    }
}

extension CommandError: CustomStringConvertible {
    var description: String {
        switch self {
        case .usage(let problem, let subcommand?): "mesh \(subcommand): \(problem) (see mesh \(subcommand) --help)"
        case .usage(let problem, nil): "mesh: \(problem) (see mesh --help)"
        case .configuration(let error): "\(error)"
        case .failure(let reason): "mesh: \(reason)"
        case .nodeFailure(let name, let reason): "\(name): \(reason)"
        case .output(let error): "mesh: standard output: \(error)"
        case .told: ""
        }
    }
}
