/// Text of somebody else, as it may be shown in a terminal.
///
/// What moves the cursor, begins a line, or turns the order of what stands around it could forge what others said; it
/// is shown as its escape. Backslashes are left alone: an escape that somebody typed harms nobody.
enum TerminalText {
    /// The text on one line, without the line end that it may have; tabs stay.
    static func line(_ text: String) -> String {
        let scalars = text.unicodeScalars
        let content = scalars.last == "\n" ? scalars.dropLast() : scalars[...]
        return escaped(content, as: escape) { $0 != "\t" && moves($0) }
    }

    /// A name on one line; whoever uses letters that nobody sees does not look like somebody else.
    static func name(_ text: String) -> String {
        escaped(text.unicodeScalars[...], as: escape) { scalar in
            // Of the invisible ones only the joiner of emoji is of use to an honest name.
            moves(scalar) || scalar.properties.generalCategory == .format && scalar != "\u{200D}"
        }
    }

    /// JSON that says the same, with an escape of its own wherever something would move.
    static func json(_ text: String) -> String {
        // Most is ASCII, of which JSON escapes nearly all that moves, and has line ends between its parts.
        guard text.utf8.contains(where: { $0 >= 0x7F }) else { return text }
        return escaped(text.unicodeScalars[...], as: jsonEscape) { $0.value >= 0x7F && moves($0) }
    }

    /// The lines of a text, each of them safe; at least one.
    ///
    /// A line feed ends a line, and so does a carriage return, with one or alone.
    static func lines(_ text: String) -> [String] {
        var lines = [""]
        var isAfterReturn = false
        for scalar in text.unicodeScalars {
            if scalar == "\n" || scalar == "\r" {
                if !(isAfterReturn && scalar == "\n") { lines.append("") }
            } else {
                lines[lines.count - 1] += shown(scalar)
            }
            isAfterReturn = scalar == "\r"
        }
        while lines.count > 1, lines.last == "" { lines.removeLast() }
        return lines
    }

    /// A scalar of a text of several lines; a tab is four blanks, so that its width is known.
    private static func shown(_ scalar: Unicode.Scalar) -> String {
        if scalar == "\t" { return "    " }
        return moves(scalar) ? escape(scalar) : String(Character(scalar))
    }

    /// Whether a terminal would do something else with a scalar than show it in its place.
    private static func moves(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        // C0, C1 and the escape that begins a sequence; what ends a line or a paragraph.
        case .control, .lineSeparator, .paragraphSeparator: true
        case .format:
            switch scalar.value {
            // The marks, embeddings, overrides and isolates of two directions (UAX #9), and what was once like them.
            case 0x061C, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x206F: true
            // Text above text.
            case 0xFFF9...0xFFFB: true
            default: false
            }
        default: false
        }
    }

    /// The escape of a scalar as Swift writes it.
    private static func escape(_ scalar: Unicode.Scalar) -> String { scalar.escaped(asASCII: true) }

    /// The escape of a scalar in a string of JSON (RFC 8259 §7); nothing that moves has more than four digits.
    private static func jsonEscape(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }

    private static func escaped(
        _ scalars: some Sequence<Unicode.Scalar>,
        as escape: (Unicode.Scalar) -> String,
        where isEscaped: (Unicode.Scalar) -> Bool
    ) -> String {
        var text = ""
        for scalar in scalars {
            if isEscaped(scalar) {
                text += escape(scalar)
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
