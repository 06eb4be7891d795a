/// What a person reads of a chat, line by line.
///
/// What somebody says begins with a name and a colon at the margin, and goes on behind a bar; what the program says begins
/// with a star. So nobody can say what looks like somebody else's line.
struct ChatLines {
    /// How many names of a list are written out.
    static let nameLimit = 20

    /// What a further line of the same message begins with.
    static let bar = "  | "

    /// How many columns a line may take; `nil` for any number.
    ///
    /// Where a terminal breaks a line by itself, the rest would stand at the margin.
    var columns: Int?

    /// The lines that tell news; none has a line end.
    func lines(for news: ChatNews) -> [String] {
        switch news {
        case .message(let text, let author): message(text, by: author)
        case .present(let names): ["* here: \(Self.list(names))"].flatMap(broken)
        case .joined(let name, let node?): ["* \(Self.name(name)) joined (\(TerminalText.name(node)))"].flatMap(broken)
        case .joined(let name, nil): ["* \(Self.name(name)) joined"].flatMap(broken)
        case .left(let name): ["* \(Self.name(name)) left"].flatMap(broken)
        case .lost(let count): ["* \(Quantity.count(count)) messages that you have not seen are lost"]
        case .moved(let from?, let to): ["* \(TerminalText.name(from)) is gone; goes on at \(TerminalText.name(to))"]
        case .moved(nil, let to): ["* goes on at \(TerminalText.name(to))"]
        case .alone(let node): ["* \(node.map(TerminalText.name) ?? "the node") is gone; looking for another"]
        case .refused(let reason): ["* the node refused: \(TerminalText.line(reason))"].flatMap(broken)
        }
    }

    /// A name, in quotation marks where it could be taken for something else.
    static func name(_ text: String) -> String {
        let name = TerminalText.name(text)
        // By bytes: a colon with an accent is another character than a colon, and looks like one.
        let marks = (first: Array("*|".utf8), any: Array(":\"".utf8))
        let isPlain =
            !name.utf8.contains { marks.any.contains($0) } && !name.utf8.prefix(1).contains { marks.first.contains($0) }
            && name.unicodeScalars.first?.properties.isWhitespace == false
            && name.unicodeScalars.last?.properties.isWhitespace == false
        return isPlain ? name : "\"\(name)\""
    }

    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(nameLimit).map(name).joined(separator: ", ")
        return names.count > nameLimit ? "\(shown) and \(Quantity.count(names.count - nameLimit)) more" : shown
    }

    private func message(_ text: String, by author: String) -> [String] {
        var lines: [String] = []
        for line in TerminalText.lines(text) {
            lines += broken(lines.isEmpty ? "\(Self.name(author)): \(line)" : Self.bar + line)
        }
        return lines
    }

    /// A line cut where the terminal would cut it at the latest, with a bar before each further part.
    ///
    /// What a person takes for one character may take a column for each of a thousand scalars, and is cut then as well.
    private func broken(_ line: String) -> [String] {
        guard let columns, columns > 2 * Self.bar.count else { return [line] }
        var parts = [""]
        var width = 0
        func add(_ character: Character, _ columnsOfCharacter: Int) {
            if width + columnsOfCharacter > columns {
                parts.append(Self.bar)
                width = Self.bar.count
            }
            parts[parts.count - 1].append(character)
            width += columnsOfCharacter
        }
        for character in line {
            let most = character.unicodeScalars.reduce(0) { $0 + DisplayWidth.most(of: $1) }
            if most <= columns - Self.bar.count {
                add(character, most)
            } else {
                for scalar in character.unicodeScalars { add(Character(scalar), DisplayWidth.most(of: scalar)) }
            }
        }
        return parts
    }
}
