/// Any JSON text as a tree (RFC 8259).
public enum JSONValue: Equatable, Sendable {
    case null
    case boolean(Bool)
    case integer(Int)
    case fraction(Double)
    case string(String)
    case list([JSONValue])
    case object([String: JSONValue])

    /// How deep a tree may be: each level costs a stack frame.
    public static let deepestNesting = 64

    /// What a person calls such a value.
    public var kind: JSONKind {
        switch self {
        case .null: .null
        case .boolean: .boolean
        case .integer, .fraction: .number
        case .string: .string
        case .list: .list
        case .object: .object
        }
    }
}

extension JSONValue {
    /// The member of an object with this key; `nil` for anything else.
    public subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members[key]
    }

    /// The text of a string.
    public var string: String? {
        guard case .string(let string) = self else { return nil }
        return string
    }

    /// A whole number.
    public var integer: Int? {
        guard case .integer(let integer) = self else { return nil }
        return integer
    }

    /// A number, whole or not.
    public var number: Double? {
        switch self {
        case .integer(let integer): Double(integer)
        case .fraction(let fraction): fraction
        case .null, .boolean, .string, .list, .object: nil
        }
    }

    /// A Boolean.
    public var boolean: Bool? {
        guard case .boolean(let boolean) = self else { return nil }
        return boolean
    }

    /// The elements of a list.
    public var list: [JSONValue]? {
        guard case .list(let list) = self else { return nil }
        return list
    }
}
