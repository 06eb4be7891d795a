/// Text that is told apart by its bytes, as nodes tell keys apart: `é` as one scalar and as two are equal strings, and not
/// the same key.
package struct ExactText: Hashable, Sendable {
    /// The text.
    package let text: String

    /// Tells a text by its bytes.
    package init(_ text: String) {
        self.text = text
    }

    /// Whether both have the same bytes.
    package static func == (first: ExactText, second: ExactText) -> Bool {
        first.text.utf8.elementsEqual(second.text.utf8)
    }

    /// Mixes the bytes in.
    package func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
        hasher.combine(0xFF as UInt8)
    }
}
