public import Reactor

/// Why a recording cannot be replayed at all.
public enum RecordingError: Error, Equatable, Sendable {
    /// The file cannot be read.
    case system(SystemError)

    /// The file is something else.
    case noRecording

    /// It was written by a version of this program that writes another format.
    case unknownFormat(UInt64)

    /// The configuration in it is none for this version of the program: why.
    case configuration(String)
}

extension RecordingError: CustomStringConvertible {
    /// Half a sentence.
    public var description: String {
        switch self {
        case .system(let error): "\(error)"
        case .noRecording: "it is no recording of a node"
        case .unknownFormat(let format):
            "it has format \(format), this program reads none above \(RecordingTitle.format); replay it with the version of "
                + "the program that wrote it"
        case .configuration(let problem): "its configuration cannot be read: \(problem)"
        }
    }
}
