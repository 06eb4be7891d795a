/// What a person pressed.
enum Key: Equatable {
    /// Characters that stand for themselves.
    case text(String)

    case enter
    case backspace
    case delete
    case left
    case right
    case home
    case end

    /// Ctrl-U: what stands before the cursor goes.
    case eraseToStart

    /// Ctrl-K: what stands behind it goes.
    case eraseToEnd

    /// Ctrl-W: the word before the cursor goes.
    case eraseWord

    /// Ctrl-C.
    case interrupt

    /// Ctrl-D.
    case endOfInput

    /// Ctrl-Z.
    case suspend

    /// Ctrl-L.
    case redraw
}

/// Makes keys of the bytes that a terminal sends, however they are cut.
struct KeyDecoder {
    /// The longest sequence that is waited for, in bytes; terminals send less than twenty.
    private static let longestSequence = 64

    private var pending: [UInt8] = []

    /// Takes bytes in.
    ///
    /// - Returns: The keys that they complete. What is no key, and no UTF-8, is passed over.
    mutating func decode(_ bytes: [UInt8]) -> [Key] {
        // A key with Alt comes in one piece; who presses Escape, and then a key, takes longer.
        let hasPressedEscape = pending == [0x1B]
        pending += bytes
        var keys: [Key] = []
        var text: [UInt8] = []
        var rest = pending[...]
        while let first = rest.first {
            if first == 0x1B {
                let isPressed = hasPressedEscape && rest.startIndex == 0
                guard let length = Self.sequenceLength(rest, isEscapePressed: isPressed) else { break }
                Self.flush(&text, to: &keys)
                if let key = Self.key(ofSequence: rest.prefix(length)) { keys.append(key) }
                rest = rest.dropFirst(length)
            } else if first < 0x20 || first == 0x7F {
                Self.flush(&text, to: &keys)
                if let key = Self.key(ofControl: first) { keys.append(key) }
                rest = rest.dropFirst()
            } else {
                let length = Self.scalarLength(first)
                guard rest.count >= length || rest.dropFirst().contains(where: { $0 & 0xC0 != 0x80 }) else { break }
                let scalar = rest.prefix(1) + rest.dropFirst().prefix(length - 1).prefix { $0 & 0xC0 == 0x80 }
                // Overlong forms and surrogates are no text that anybody typed.
                if String(validating: scalar, as: UTF8.self) != nil { text += scalar }
                rest = rest.dropFirst(scalar.count)
            }
        }
        Self.flush(&text, to: &keys)
        pending = Array(rest)
        return keys
    }

    private static func flush(_ text: inout [UInt8], to keys: inout [Key]) {
        guard !text.isEmpty else { return }
        keys.append(.text(String(decoding: text, as: UTF8.self)))
        text = []
    }

    private static func scalarLength(_ first: UInt8) -> Int {
        switch first {
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: 1
        }
    }

    private static func key(ofControl byte: UInt8) -> Key? {
        switch byte {
        case 0x01: .home
        case 0x02: .left
        case 0x03: .interrupt
        case 0x04: .endOfInput
        case 0x05: .end
        case 0x06: .right
        case 0x08, 0x7F: .backspace
        case 0x09: .text(" ")
        case 0x0A, 0x0D: .enter
        case 0x0B: .eraseToEnd
        case 0x0C: .redraw
        case 0x15: .eraseToStart
        case 0x17: .eraseWord
        case 0x1A: .suspend
        default: nil
        }
    }

    /// How many bytes the sequence takes that begins here (ECMA-48 §5.4); `nil` while its end has not come.
    ///
    /// A control is part of none: who wants to leave must not press twice for having pressed Escape before. Nor is what is
    /// no ASCII, and a text.
    private static func sequenceLength(_ bytes: ArraySlice<UInt8>, isEscapePressed: Bool) -> Int? {
        guard let second = bytes.dropFirst().first else { return nil }
        let body = bytes.dropFirst(2)
        switch second {
        case UInt8(ascii: "["):
            guard let end = body.firstIndex(where: { !(0x20...0x3F).contains($0) }) else {
                return bytes.count > longestSequence ? bytes.count : nil
            }
            return end - bytes.startIndex + ((0x40...0x7E).contains(bytes[end]) ? 1 : 0)
        case UInt8(ascii: "O"): return body.first.map { (0x20...0x7E).contains($0) ? 3 : 2 }
        // Also another escape, which may begin a sequence, and what is no ASCII.
        case ..<0x20, 0x7F...: return 1
        default: return isEscapePressed ? 1 : 2
        }
    }

    private static func key(ofSequence bytes: ArraySlice<UInt8>) -> Key? {
        guard bytes.count > 2 else { return nil }
        switch String(decoding: bytes.dropFirst(2), as: UTF8.self) {
        case "C": return .right
        case "D": return .left
        case "H", "1~", "7~": return .home
        case "F", "4~", "8~": return .end
        case "3~": return .delete
        default: return nil
        }
    }
}
