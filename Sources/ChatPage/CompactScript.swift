/// A script that programs fetch and nobody reads: without the blanks that are for eyes, and with short private names.
struct CompactScript {
    /// What is left of it.
    let text: String

    /// Beside these marks a blank means nothing.
    ///
    /// Those that may become another with what stands beside them are not here: plus, minus, and the slash.
    private static let marks = Set("{}()[],;:=?&|*>")

    /// Takes a script of lines of which none begins, or ends, within a string.
    init(_ script: String) {
        let lines = script.split(separator: "\n")
        let names = Self.privateNames(in: lines)
        text = lines.map { Self.renamed(Self.tightened($0), names) }.joined(separator: "\n")
    }

    /// Strings in single quotes stay; so does a line with other literals, or with a quote that ends none.
    private static func tightened(_ line: Substring) -> String {
        guard !line.contains(where: { "`/\"\\".contains($0) }) else { return String(line) }
        let parts = line.split(separator: "'", omittingEmptySubsequences: false)
        return parts.enumerated().map { $0.isMultiple(of: 2) ? tightened(code: $1) : String($1) }.joined(separator: "'")
    }

    private static func tightened(code: Substring) -> String {
        var text = ""
        var rest = code
        while let letter = rest.popFirst() {
            let isBesideMark = [text.last, rest.first].contains { $0.map(marks.contains) ?? false }
            if letter != " " || !isBesideMark { text.append(letter) }
        }
        return text
    }

    /// The names of private members, in the order in which they are declared.
    private static func privateNames(in lines: [Substring]) -> [Substring] {
        var names: [Substring] = []
        for line in lines {
            let word = line.split(separator: " ").first { !["static", "async", "get", "set"].contains($0) } ?? ""
            guard word.first == "#" else { continue }
            let name = word.dropFirst().prefix(while: isOfName)
            if !names.contains(name) { names.append(name) }
        }
        return names
    }

    private static func renamed(_ line: String, _ names: [Substring]) -> String {
        let parts = line.split(separator: "#", omittingEmptySubsequences: false)
        return parts.dropFirst().reduce(into: String(parts[0])) { text, part in
            let name = part.prefix(while: isOfName)
            text += "#" + (names.firstIndex(of: name).map(shortName) ?? String(name)) + part.dropFirst(name.count)
        }
    }

    /// One letter, and a number where there are more names than letters.
    private static func shortName(_ index: Int) -> String {
        let letter = String(UnicodeScalar(UInt8(ascii: "a") + UInt8(index % 26)))
        return index < 26 ? letter : "\(letter)\(index / 26)"
    }

    private static func isOfName(_ letter: Character) -> Bool { letter.isLetter || letter.isNumber || letter == "_" }
}
