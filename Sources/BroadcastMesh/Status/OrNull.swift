/// A figure that may be unknown: its key is there all the same, with `null`, so that a program need not ask for it.
@propertyWrapper struct OrNull: Encodable, Equatable {
    var wrappedValue: Double?

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let wrappedValue { try container.encode(wrappedValue) } else { try container.encodeNil() }
    }
}
