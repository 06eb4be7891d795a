/// A part of a script, as far as it matters to whoever takes the blanks out of it.
enum ScriptToken: Equatable {
    /// A name, a keyword, or a number; the name of a private member with its `#`.
    case word(String)

    /// One character of anything else.
    case mark(Character)

    /// A string, a regular expression, or a piece of a template: up to a value in it, or from behind one.
    case literal(String)

    /// Blanks, and whether a line ends there.
    case blank(endsLine: Bool)

    /// Whether it has meaning of its own.
    var isBlank: Bool { if case .blank = self { true } else { false } }
}

/// The parts of a script without comments; see ``ScriptModule``.
struct ScriptTokens {
    /// Behind these words a slash begins a regular expression; behind others it divides.
    private static let operators: Set = [
        "return", "typeof", "case", "in", "of", "void", "delete", "throw", "new", "else",
    ]

    private(set) var all: [ScriptToken] = []
    private let letters: [Character]
    private var place = 0

    /// How many braces are open in each value of a template that is open, the innermost last.
    private var depths: [Int] = []

    /// Reads a script.
    init(_ script: String) {
        letters = Array(script)
        while place < letters.count { all.append(next()) }
    }

    private mutating func next() -> ScriptToken {
        let letter = letters[place]
        switch letter {
        case " ", "\t", "\n": return .blank(endsLine: take { " \t\n".contains($0) }.contains("\n"))
        case "'", "\"": return literal { $0 == letter }
        case "`": return template()
        case "/" where !isBehindValue: return regularExpression()
        case "}" where depths.last == 0:
            depths.removeLast()
            return template()
        case "{" where !depths.isEmpty: depths[depths.count - 1] += 1
        case "}" where !depths.isEmpty: depths[depths.count - 1] -= 1
        case _ where letter == "#" || Self.isOfWord(letter):
            place += 1
            return .word("\(letter)" + take(while: Self.isOfWord))
        default: break
        }
        place += 1
        return .mark(letter)
    }

    private mutating func take(while isWanted: (Character) -> Bool) -> String {
        let rest = letters[place...].prefix(while: isWanted)
        place += rest.count
        return String(rest)
    }

    /// From a letter on, up to one behind that which ends it; a backslash has the next one mean nothing.
    private mutating func literal(until isEnd: (Character) -> Bool) -> ScriptToken {
        let start = place
        repeat {
            place += letters[place] == "\\" ? 2 : 1
            precondition(place < letters.count, "a literal of a script has no end")
        } while !isEnd(letters[place])
        place += 1
        return .literal(String(letters[start..<place]))
    }

    private mutating func template() -> ScriptToken {
        var last: Character = " "
        let piece = literal { letter in
            defer { last = letter }
            return letter == "`" || letter == "{" && last == "$"
        }
        if letters[place - 1] == "{" { depths.append(0) }
        return piece
    }

    private mutating func regularExpression() -> ScriptToken {
        var isInClass = false
        let pattern = literal { letter in
            if letter == "[" { isInClass = true }
            if letter == "]" { isInClass = false }
            return letter == "/" && !isInClass
        }
        guard case .literal(let text) = pattern else { return pattern }
        return .literal(text + take(while: Self.isOfWord))
    }

    /// Whether what stands before is a value, so that a slash divides it.
    private var isBehindValue: Bool {
        switch all.last(where: { !$0.isBlank }) {
        case .word(let word)?: !Self.operators.contains(word)
        case .mark(let mark)?: ")]}".contains(mark)
        case .literal(let text)?: !text.hasSuffix("${")
        case .blank?, nil: false
        }
    }

    /// Whether names and numbers have such a letter.
    static func isOfWord(_ letter: Character) -> Bool {
        letter.isLetter || letter.isNumber || letter == "_" || letter == "$"
    }
}
