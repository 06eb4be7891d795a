/// Encodes one value into its slot.
struct JSONSlotEncoder: Encoder, SingleValueEncodingContainer {
    let slot: JSONSlot
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        slot.beginObject()
        return KeyedEncodingContainer(MemberEncoder(slot: slot, codingPath: codingPath))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        slot.beginList()
        return ElementEncoder(slot: slot, codingPath: codingPath)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }

    func encodeNil() {
        slot.fill(with: .null)
    }

    func encode<Value: Encodable>(_ value: Value) throws {
        // Looked at on the way down: a value may hold itself.
        guard codingPath.count <= JSONValue.deepestNesting else { throw Self.tooDeep(value, at: codingPath) }
        // A scalar that were asked to encode itself would come back here.
        guard let scalar = value as? any JSONScalar else { return try value.encode(to: self) }
        guard let json = scalar.json else {
            let reason = "JSON, or 64 bits with a sign, have no \(value)"
            throw EncodingError.invalidValue(
                value,
                EncodingError.Context(codingPath: codingPath, debugDescription: reason)
            )
        }
        slot.fill(with: json)
    }

    /// What is wrong with a value that nobody would read.
    static func tooDeep(_ value: some Encodable, at path: [any CodingKey]) -> EncodingError {
        let reason = "it nests deeper than \(JSONValue.deepestNesting) lists and objects"
        return .invalidValue(value, EncodingError.Context(codingPath: path, debugDescription: reason))
    }
}

/// Encodes the members of an object.
private struct MemberEncoder<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let slot: JSONSlot
    let codingPath: [any CodingKey]

    func encodeNil(forKey key: Key) {
        encoder(for: key).encodeNil()
    }

    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
        try encoder(for: key).encode(value)
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type,
        forKey key: Key
    ) -> KeyedEncodingContainer<NestedKey> {
        encoder(for: key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        encoder(for: key).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { encoder(for: JSONIndex.parent) }

    func superEncoder(forKey key: Key) -> any Encoder { encoder(for: key) }

    private func encoder(for key: some CodingKey) -> JSONSlotEncoder {
        JSONSlotEncoder(slot: slot.addMember(key.stringValue), codingPath: codingPath + [key])
    }
}

/// Encodes the elements of a list.
private struct ElementEncoder: UnkeyedEncodingContainer {
    let slot: JSONSlot
    let codingPath: [any CodingKey]
    var count: Int { slot.count }

    func encodeNil() {
        next().encodeNil()
    }

    func encode<Value: Encodable>(_ value: Value) throws {
        try next().encode(value)
    }

    func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        next().container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { next().unkeyedContainer() }

    func superEncoder() -> any Encoder { next() }

    private func next() -> JSONSlotEncoder {
        let path = codingPath + [JSONIndex(count)]
        return JSONSlotEncoder(slot: slot.addElement(), codingPath: path)
    }
}
