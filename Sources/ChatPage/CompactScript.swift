/// A script that programs fetch and nobody reads: without the blanks that are for eyes, and with short names.
///
/// It knows nothing of what code means. Blanks go where nothing can depend on them: at the end of a line that is a comma, a
/// semicolon, an operator or a bracket beside it, and a brace where what follows would be no script behind a value. A name
/// is another one wherever it stands in code, be it of a variable or of a member, so those that mean something to anybody
/// else must not be among those to be shortened. Strings, templates and regular expressions stay.
struct CompactScript {
    /// What is left of it.
    let text: String

    /// Behind these, and before those, the end of a line ends no statement.
    private static let opening = Set("{([,;:=?&|>")
    private static let closing = Set("})],;.:?&|=")

    /// Takes a script without comments.
    ///
    /// - Parameters:
    ///   - script: The script.
    ///   - words: The names to be shortened beside those of private members.
    init(_ script: String, shortening words: Set<String> = []) {
        let tokens = ScriptTokens(script).all
        let names = Self.names(in: tokens, shortening: words)
        var text = ""
        for (index, token) in tokens.enumerated() {
            switch token {
            case .word(let word): text += names[word] ?? word
            case .mark(let mark): text.append(mark)
            case .literal(let literal): text += literal
            case .blank(let endsLine):
                guard index + 1 < tokens.count, let before = text.last,
                    let after = Self.beginning(of: tokens[index + 1])
                else { continue }
                if Self.matters(between: before, and: after, endsLine) { text += endsLine ? "\n" : " " }
            }
        }
        self.text = text
    }

    private static func beginning(of token: ScriptToken) -> Character? {
        switch token {
        case .word(let text), .literal(let text): text.first
        case .mark(let mark): mark
        case .blank: nil
        }
    }

    /// Whether a blank between two letters means anything.
    private static func matters(between before: Character, and after: Character, _ endsLine: Bool) -> Bool {
        let beginsWord = ScriptTokens.isOfWord(after)
        guard !endsLine else {
            let isOver = opening.contains(before) || closing.contains(after)
            return !isOver && (before != "}" || !beginsWord && after != "#")
        }
        // Two signs may become one, and a regular expression get flags.
        return beginsWord && (ScriptTokens.isOfWord(before) || before == "/")
            || before == after && "+-/".contains(before)
    }

    /// New names for some, the shortest for those that are used most.
    private static func names(in tokens: [ScriptToken], shortening words: Set<String>) -> [String: String] {
        var counts: [String: Int] = [:]
        var order: [String] = []
        for case .word(let word) in tokens {
            if counts[word] == nil { order.append(word) }
            counts[word, default: 0] += 1
        }
        // A sort keeps the order of equals, which is that of their first use.
        order.sort { counts[$0, default: 0] > counts[$1, default: 0] }
        let free = shortNames.filter { counts[$0] == nil }
        let pairs =
            Array(zip(order.filter { words.contains($0) }, free))
            + zip(order.filter { $0.hasPrefix("#") }, shortNames.map { "#" + $0 })
        // What is assigned once may as well be what could be assigned again.
        return Dictionary(uniqueKeysWithValues: pairs + [("const", "let")])
    }

    /// Names of one letter and of two, none of them a keyword.
    private static let shortNames: [String] = {
        let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".map { "\($0)" }
        let pairs = letters.flatMap { first in letters.map { first + $0 } }
        return letters + pairs.filter { !["as", "do", "if", "in", "is", "of"].contains($0) }
    }()
}
