import Reactor

/// How the lines of several nodes are told apart: each begins with its node's name.
struct NodeLabel: Equatable, Sendable {
    /// The columns that the names and their colons take; 0 where they are not aligned.
    private let width: Int

    /// The colours of the names, in the order of the nodes; none where there is no colour.
    private let colours: [String: Int]

    /// Tells nodes apart for a program.
    init() {
        width = 0
        colours = [:]
    }

    /// Tells nodes apart for a person: the names are aligned and, if wanted, each has a colour.
    init(_ names: [String], isColoured: Bool) {
        width = (names.map(\.count).max() ?? 0) + 2
        // The six of a terminal that are neither black nor white; no two nodes beside each other have the same.
        let numbered = isColoured ? Array(names.enumerated()) : []
        colours = Dictionary(numbered.map { ($1, 31 + ($0 + 5) % 6) }) { first, _ in first }
    }

    /// The line with the node's name before it, which most lines of a node begin with anyway; a JSON object of its log
    /// has it as a member.
    func line(_ text: String, of name: String) -> String {
        if text.hasPrefix("{\"time\":") { return text }
        let prefix = "\(name): "
        let rest = text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text
        let padding = String(repeating: " ", count: max(0, width - prefix.count))
        let label = colours[name].map { "\u{1B}[\($0)m\(name):\u{1B}[0m " } ?? prefix
        return label + padding + rest
    }
}
