import BroadcastMesh
import JSON
import Synchronization

/// Who reads what nodes tell the people who run them: each line is one, and has nothing in it that is for nobody, or that a
/// terminal would obey.
final class LineJudge: Sendable {
    /// A line that should not be there.
    struct Finding: Sendable {
        /// Whose it is.
        var node: String

        /// What is wrong with it, and how it begins.
        var shown: String
    }

    private let secrets: [[UInt8]]
    private let found = Mutex<[Finding]>([])

    /// The longest line, in bytes.
    private static let longest = 4096

    /// Looks for secrets, too.
    init(lookingFor secrets: [String]) {
        self.secrets = secrets.map { Array($0.utf8) }
    }

    /// What was found, once for each node at the most.
    var findings: [Finding] { found.withLock { $0 } }

    /// Reads a line.
    func read(_ line: [UInt8], of node: String, in format: LogFormat) {
        guard let problem = problem(of: line, of: node, in: format) else { return }
        let shown = "\(problem): \(String(decoding: line.prefix(200), as: UTF8.self))"
        found.withLock { found in
            if !found.contains(where: { $0.node == node }) { found.append(Finding(node: node, shown: shown)) }
        }
    }

    private func problem(of line: [UInt8], of node: String, in format: LogFormat) -> String? {
        guard line.count <= Self.longest, line.last == UInt8(ascii: "\n") else { return "no whole line" }
        let text = line.dropLast()
        if text.contains(where: { $0 < 0x20 || $0 == 0x7F }) { return "a control character" }
        guard let told = String(validating: text, as: UTF8.self) else { return "no text" }
        if secrets.contains(where: line.contains) { return "a secret" }
        switch format {
        case .text: return told.hasPrefix("\(node): ") ? nil : "another form"
        case .json:
            guard let object = try? JSONValue(parsing: Array(text).span) else { return "no object" }
            let isWhole = ["time", "level", "message"].allSatisfy { object[$0]?.string?.isEmpty == false }
            return isWhole && object["node"]?.string == node ? nil : "another form"
        }
    }
}

extension WholeScenario {
    /// What clients tell nodes, and the files of a mesh, that is for nobody else.
    var secrets: [String] { Mischief.secrets + WholeFiles.secrets }
}

extension WholeMesh {
    /// What a node tells whoever runs it, in lines of one kind or the other.
    func log(of host: Int) -> Log {
        let (node, clock, internet, lines) = ("n\(host)", hosts[host].clock, internet, gear.lines)
        let format: LogFormat = host.isMultiple(of: 2) ? .text : .json
        return Log(
            node: node,
            level: .debug,
            format: format,
            clock: { clock.time(at: internet.now) },
            to: { line in lines.read(line, of: node, in: format) }
        )
    }

    /// What nodes told was meant to be read.
    mutating func judgeLines() {
        for finding in gear.lines.findings {
            judge.object(.strangely(what: "whoever runs it", node: finding.node, shown: finding.shown))
        }
    }
}
