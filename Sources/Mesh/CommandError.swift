import BroadcastMesh

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

    /// 1: it ran and failed; 2: it never ran.
    var exitStatus: Int32 {
        switch self {
        case .usage, .configuration: 2
        case .failure, .nodeFailure: 1
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
        }
    }
}
