/// Text of somebody else, as it may be shown in a terminal.
enum TerminalText {
    /// The text with its control characters escaped, for they could move the cursor and forge what others said.
    ///
    /// Line ends and tabs stay.
    static func safe(_ text: String) -> String {
        var safe = ""
        for scalar in text.unicodeScalars {
            let isControl = scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\t"
            // The bidirectional overrides turn the order of what follows around.
            let isOverride = ("\u{202A}"..."\u{202E}").contains(scalar) || ("\u{2066}"..."\u{2069}").contains(scalar)
            if isControl || isOverride {
                safe += scalar.escaped(asASCII: true)
            } else {
                safe.unicodeScalars.append(scalar)
            }
        }
        return safe
    }

    /// The same on one line, without the line end that it may have.
    static func line(_ text: String) -> String {
        safe(text.hasSuffix("\n") ? String(text.dropLast()) : text).replacing("\n", with: "\\n")
    }

    /// A number of bytes as a person reads it: `12 B`, `3.4 kB`, `5.6 MB`.
    static func size(_ bytes: Int) -> String {
        guard bytes >= 1000 else { return "\(bytes) B" }
        var tenths = bytes / 100
        var units = ["kB", "MB", "GB", "TB"][...]
        while tenths >= 10_000, units.count > 1 {
            tenths /= 1000
            units = units.dropFirst()
        }
        return "\(tenths / 10).\(tenths % 10) \(units.first ?? "")"
    }
}
