// What the standard library knows of normal forms it offers to no other name.
@_spi(_Unicode) import Swift

extension String {
    /// The same text for all that are canonically equivalent: normalization form C (UAX #15), which most texts have already.
    ///
    /// Two such usernames are one, as two strings are equal; who hashes the bytes of one hashes these.
    var canonicalForm: String {
        // ASCII has one form.
        guard utf8.contains(where: { $0 >= 0x80 }) else { return self }
        var form = ""
        for scalar in _nfc { form.unicodeScalars.append(scalar) }
        return form
    }
}
