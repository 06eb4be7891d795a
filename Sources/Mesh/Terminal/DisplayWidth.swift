/// How many columns of a terminal text takes.
enum DisplayWidth {
    /// The columns of a text without control characters.
    static func of(_ text: some Sequence<Character>) -> Int {
        text.reduce(0) { $0 + of($1) }
    }

    /// The columns of what a person takes for one character: 0, 1 or 2.
    static func of(_ character: Character) -> Int {
        var width = 0
        for scalar in character.unicodeScalars {
            // The sixteenth variation selector asks for the picture, which is wide.
            width = max(width, scalar == "\u{FE0F}" && width == 1 ? 2 : of(scalar))
        }
        return width
    }

    /// The most columns that a scalar takes: terminals show apart what others join, as many as the text has of it.
    static func most(of scalar: Unicode.Scalar) -> Int {
        // What stands before the sixteenth variation selector becomes wide, or stays as it is.
        scalar == "\u{FE0F}" || isJoined(scalar) ? 1 : of(scalar)
    }

    private static func of(_ scalar: Unicode.Scalar) -> Int {
        if scalar.value < 0x300 { return 1 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .control: return 0
        // A few are signs that are seen, such as those before an Arabic number.
        case .format: return scalar.properties.isDefaultIgnorableCodePoint ? 0 : 1
        default: break
        }
        if scalar.properties.isEmojiPresentation { return 2 }
        if isJoined(scalar) { return 0 }
        return wide.contains { $0.contains(scalar.value) } ? 2 : 1
    }

    /// Whether it is a vowel or a last consonant of Hangul, which stands in the columns of the first consonant.
    private static func isJoined(_ scalar: Unicode.Scalar) -> Bool {
        (0x1160...0x11FF).contains(scalar.value) || (0xD7B0...0xD7FF).contains(scalar.value)
    }

    /// The blocks that are wide or full-width (UAX #11), as far as they are not emoji.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3,
        0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF,
        0x1AFF0...0x1B2FF, 0x1D300...0x1D37F, 0x1F200...0x1F265, 0x1F300...0x1F64F, 0x1F680...0x1F6FF,
        0x1F900...0x1FAFF, 0x20000...0x3FFFD,
    ]
}
