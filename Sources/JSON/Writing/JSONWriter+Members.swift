extension JSONWriter {
    /// Writes a member whose value is a string.
    public mutating func member(_ key: String, _ string: String) {
        self.key(key)
        value(string)
    }

    /// Writes a member whose value is a whole number.
    public mutating func member(_ key: String, _ integer: some BinaryInteger) {
        self.key(key)
        value(integer)
    }

    /// Writes a member whose value is a number.
    public mutating func member(_ key: String, _ number: Double) {
        self.key(key)
        value(number)
    }

    /// Writes a member whose value is a whole number of thousandths.
    public mutating func member(_ key: String, thousandths: Int64) {
        self.key(key)
        value(thousandths: thousandths)
    }

    /// Writes a member whose value is `true` or `false`.
    public mutating func member(_ key: String, _ boolean: Bool) {
        self.key(key)
        value(boolean)
    }

    /// Writes a member whose value is a list of strings.
    public mutating func member(_ key: String, _ strings: some Sequence<String>) {
        self.key(key)
        list { writer in
            for string in strings { writer.value(string) }
        }
    }
}
