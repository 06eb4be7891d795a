/// The fields of a message, in the order in which they stand there (RFC 9110 §5).
public struct Fields: Equatable, Sendable, ExpressibleByDictionaryLiteral {
    /// One field line.
    public struct Field: Equatable, Sendable {
        /// The name, a token in any mixture of cases.
        public var name: String

        /// The value, without white space around it.
        public var value: String

        /// Whether the value is what was sent; what is not UTF-8 stands there as U+FFFD.
        var isExact = true

        /// Whether the line has this name, whatever the case of its letters.
        func isNamed(_ name: String) -> Bool { self.name.isEqualIgnoringCase(name) }
    }

    /// The lines in their order.
    public private(set) var lines: [Field] = []

    /// Starts without fields.
    public init() {}

    /// Lists names and values, in their order.
    public init(dictionaryLiteral elements: (String, String)...) {
        for (name, value) in elements { append(name, value) }
    }

    /// The value of the first line with this name, whatever the case of its letters.
    public subscript(name: String) -> String? {
        lines.first { $0.isNamed(name) }?.value
    }

    /// The values of all lines with this name, in their order.
    public func values(of name: String) -> [String] {
        lines.filter { $0.isNamed(name) }.map(\.value)
    }

    /// The values of all lines with this name, for what one thing is told from another by: two values that were repaired
    /// may be equal and were not.
    ///
    /// - Returns: `nil` where one of them is not UTF-8.
    public func exactValues(of name: String) -> [String]? {
        let named = lines.filter { $0.isNamed(name) }
        return named.allSatisfy(\.isExact) ? named.map(\.value) : nil
    }

    /// Whether a field that is a list of tokens has this member (RFC 9110 §5.6.1).
    ///
    /// Takes no memory, however long the list is.
    ///
    /// - Parameters:
    ///   - token: The member.
    ///   - name: The field, of which there may be several lines.
    ///   - isExact: Whether the case of the member's letters makes a difference.
    /// - Returns: Whether one of the lines does.
    public func contains(_ token: String, in name: String, exactly isExact: Bool = false) -> Bool {
        lines.contains { $0.isNamed(name) && $0.value.utf8.span.listContains(token.utf8.span, exactly: isExact) }
    }

    /// Whether an answer may be coded so, by `Accept-Encoding` (RFC 9110 §12.5.3).
    ///
    /// Takes no memory, however long the list is.
    public func acceptCoding(_ coding: String) -> Bool {
        lines.contains { $0.isNamed("accept-encoding") && $0.value.utf8.span.listWants(coding.utf8.span) }
    }

    /// Adds a line at the end.
    ///
    /// - Parameters:
    ///   - name: A token.
    ///   - value: Text without line ends: a response made of what a client sent must not grow lines of its own.
    public mutating func append(_ name: String, _ value: String) {
        precondition(!name.isEmpty && name.utf8.allSatisfy(\.isTokenCharacter), "a field name is a token")
        precondition(!value.utf8.contains(where: \.isForbiddenControl), "a field value is one line of text")
        lines.append(Field(name: name, value: value))
    }

    /// Adds a line that has arrived.
    mutating func append(_ name: String, decoding value: Span<UInt8>) {
        let text = value.exactText
        lines.append(Field(name: name, value: text ?? value.text, isExact: text != nil))
    }
}
