/// A JavaScript module that stands in a file of its own, so that it can be tried alone.
struct ScriptModule {
    /// What is left of it where all modules are one, in a document or a file: it imports and exports nothing.
    ///
    /// Both stand at the beginning of a line, and an import ends on the line on which it begins. Comments, on lines of their
    /// own or behind a statement, are for who reads the file, and left out; so are empty lines, and what
    /// indents the others.
    let body: String

    /// Takes a module as it stands in its file.
    init(_ text: String) {
        let export = "export "
        body = text.split(separator: "\n", omittingEmptySubsequences: false)
            .filter { !$0.isEmpty && !$0.hasPrefix("import ") && !Self.isComment($0) }
            .map { Self.withoutRemark($0.hasPrefix(export) ? $0.dropFirst(export.count) : $0).drop { $0 == "\t" } }
            .joined(separator: "\n")
    }

    private static func withoutRemark(_ line: Substring) -> Substring {
        guard let remark = line.firstRange(of: "; // ") else { return line }
        return line[...remark.lowerBound]
    }

    private static func isComment(_ line: Substring) -> Bool {
        let text = line.drop { $0 == "\t" }
        return text.hasPrefix("//") || (text.hasPrefix("/**") && text.hasSuffix("*/"))
    }
}
