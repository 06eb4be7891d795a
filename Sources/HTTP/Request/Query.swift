/// The keys and values of a target's query, decoded, in their order.
public struct Query: Equatable, Sendable {
    /// One `key=value`.
    public struct Item: Equatable, Sendable {
        /// What stands before the first `=`.
        public var key: String

        /// What stands after it; empty when there is none.
        public var value: String
    }

    /// All of them; a key may come more than once.
    public var items: [Item] = []

    /// The most items of one query; nobody here asks for more than a few, and each costs memory of its own.
    public static let mostItems = 100

    /// Starts without items.
    public init() {}

    /// Decodes what stands after the `?` of a target; `+` is a space.
    ///
    /// - Throws: ``HTTPError/tooManyQueryItems(limit:)``, ``HTTPError/malformedPercentEncoding`` or
    ///   ``HTTPError/targetNotUTF8``.
    public init(decoding text: some StringProtocol) throws(HTTPError) {
        // The separators are ASCII, so cutting by bytes never cuts a scalar; by characters it would cost many times that.
        let parts = text.utf8.split(separator: UInt8(ascii: "&"), maxSplits: Self.mostItems)
        guard parts.count <= Self.mostItems else { throw .tooManyQueryItems(limit: Self.mostItems) }
        for part in parts.map({ text[$0.startIndex..<$0.endIndex] }) {
            let equals = part.utf8.firstIndex(of: UInt8(ascii: "="))
            let value = equals.map { part[part.utf8.index(after: $0)...] } ?? ""
            items.append(
                Item(
                    key: try PercentEncoding.decode(part[..<(equals ?? part.endIndex)], plusIsSpace: true),
                    value: try PercentEncoding.decode(value, plusIsSpace: true)
                )
            )
        }
    }

    /// Whether the first item with this key has this value, compared byte by byte.
    public func says(_ value: String, for key: String) -> Bool {
        self[key].map { $0.utf8.elementsEqual(value.utf8) } ?? false
    }

    /// The value of the first item with this key, compared scalar by scalar, or `nil` when there is none.
    public subscript(key: String) -> String? {
        items.first { $0.key.unicodeScalars.elementsEqual(key.unicodeScalars) }?.value
    }
}
