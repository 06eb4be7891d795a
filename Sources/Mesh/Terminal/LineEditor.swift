/// The line that a person types.
struct LineEditor: Equatable {
    /// What a key led to.
    enum Answer: Equatable {
        /// The line is another, or nothing happened.
        case edited

        /// The line is done: this is what it says.
        case entered(String)

        /// The person wants to leave.
        case leave

        /// The person wants the shell back for a while.
        case suspend

        /// The person does not trust what the screen shows.
        case redraw
    }

    /// The longest line, in bytes: what a person pastes by mistake ends somewhere.
    static let limit = 64 << 10

    /// What stands before the cursor.
    private(set) var before = ""

    /// What stands behind it.
    private(set) var after = ""

    /// The whole line.
    var text: String { before + after }

    /// Takes in a key.
    mutating func handle(_ key: Key) -> Answer {
        switch key {
        case .text(let text):
            if before.utf8.count + after.utf8.count + text.utf8.count <= Self.limit { before += text }
        case .enter:
            defer { self = LineEditor() }
            return .entered(text)
        case .backspace: _ = before.popLast()
        case .delete: _ = after.isEmpty ? nil : after.removeFirst()
        case .left: if let character = before.popLast() { after = "\(character)\(after)" }
        case .right: if !after.isEmpty { before.append(after.removeFirst()) }
        case .home: self = LineEditor(before: "", after: text)
        case .end: self = LineEditor(before: text, after: "")
        case .eraseToStart: before = ""
        case .eraseToEnd: after = ""
        case .eraseWord:
            while before.last?.isWhitespace == true { before.removeLast() }
            while let last = before.last, !last.isWhitespace { before.removeLast() }
        case .interrupt: return .leave
        case .endOfInput:
            // As a shell has it: in the middle of a line it takes the character under the cursor.
            if text.isEmpty { return .leave }
            return handle(.delete)
        case .suspend: return .suspend
        case .redraw: return .redraw
        }
        return .edited
    }

    init() {}

    private init(before: String, after: String) {
        self.before = before
        self.after = after
    }
}

extension LineEditor {
    /// What of the line is to be seen, and where the cursor stands in it.
    ///
    /// - Parameter columns: How many there are for it.
    /// - Returns: A text of at most so many columns, and how many of them stand before the cursor.
    func view(columns: Int) -> (text: String, cursor: Int) {
        // One column stays free for the cursor behind the last character.
        let room = max(1, columns - 1)
        var (start, width) = (Substring(), 0)
        var left = Array(TerminalText.line(before))
        while let last = left.last, width + DisplayWidth.of(last) <= room {
            start = "\(last)\(start)"
            width += DisplayWidth.of(last)
            left.removeLast()
        }
        let cursor = width
        var end = ""
        for character in TerminalText.line(after) {
            guard width + DisplayWidth.of(character) <= room else { break }
            end.append(character)
            width += DisplayWidth.of(character)
        }
        return (start + end, cursor)
    }
}
