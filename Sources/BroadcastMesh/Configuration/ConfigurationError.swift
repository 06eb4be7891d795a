/// A mistake in the configuration, and where it is.
public struct ConfigurationError: Error, Equatable, Sendable {
    /// The file, as it was named, or the environment variable.
    public var file: String

    /// Where in the file: `nodes[2].peers[0]`, `line 3, column 7`; empty when the file as a whole is meant.
    public var place: String

    /// What is wrong there.
    public var problem: String

    /// Tells a mistake.
    ///
    /// - Parameters:
    ///   - file: The file, as it was named.
    ///   - place: Where in the file; empty when the file as a whole is meant.
    ///   - problem: What is wrong there.
    public init(file: String, place: String, problem: String) {
        self.file = file
        self.place = place
        self.problem = problem
    }
}

extension ConfigurationError: CustomStringConvertible {
    /// One line: `mesh.json: nodes[2].peers[0]: no node is named "brovo"`.
    public var description: String {
        [file, place, problem].filter { !$0.isEmpty }.map(onOneLine).joined(separator: ": ")
    }
}

/// A text with its control characters and line separators escaped, for a line that must stay one.
func onOneLine(_ text: String) -> String {
    var line = ""
    for scalar in text.unicodeScalars {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: line += scalar.escaped(asASCII: true)
        default: line.unicodeScalars.append(scalar)
        }
    }
    return line
}
