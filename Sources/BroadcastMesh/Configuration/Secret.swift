/// Bytes that must not come to light: no log, no dump and no error message that has one shows it.
public struct Secret: Sendable {
    /// The bytes themselves, for whoever makes something of them.
    package let bytes: [UInt8]

    /// Keeps a secret.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }
}

extension Secret: Equatable {
    /// Whether both are the same; how long that takes says nothing about where they differ.
    public static func == (first: Secret, second: Secret) -> Bool {
        guard first.bytes.count == second.bytes.count else { return false }
        var difference: UInt8 = 0
        for index in first.bytes.indices { difference |= first.bytes[index] ^ second.bytes[index] }
        return difference == 0
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Says only that there is one.
    public var description: String { "(secret)" }

    /// Says only that there is one.
    public var debugDescription: String { description }

    /// Shows nothing.
    public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
