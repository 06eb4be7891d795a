import Bytes

extension Hello {
    /// The tags of fields, which stand in this order.
    private enum Field: UInt64, CaseIterable {
        case name = 1
        case epoch = 2
        case bootNonce = 3
        case linkNonce = 4
        case frameLimit = 5
        case wall = 6
        case capabilities = 7
        case agreement = 8

        /// Whether every greeting has it.
        var isNeeded: Bool { rawValue <= Field.wall.rawValue }
    }

    /// Appends the greeting as a frame.
    func append(to output: inout [UInt8]) {
        Framing.append(.hello, to: &output) { body in
            body.append(contentsOf: Self.magic)
            body.append(versions.lowerBound)
            body.append(versions.upperBound)
            for field in Field.allCases {
                guard let value = encoded(field) else { continue }
                body.append(varint: field.rawValue)
                body.append(counted: value)
            }
            body += addition
        }
    }

    private func encoded(_ field: Field) -> [UInt8]? {
        var value: [UInt8] = []
        switch field {
        case .name: value += name.utf8
        case .epoch: value.append(bigEndian: epoch)
        case .bootNonce: value.append(bigEndian: bootNonce)
        case .linkNonce: value.append(bigEndian: linkNonce)
        case .frameLimit: value.append(varint: frameLimit)
        case .wall: value.append(bigEndian: UInt64(wall))
        case .capabilities: value.append(varint: capabilities.rawValue)
        case .agreement:
            guard let agreement else { return nil }
            agreement.append(to: &value)
        }
        return value
    }

    /// Reads the body of a greeting.
    ///
    /// - Parameters:
    ///   - body: The body.
    ///   - spoken: The versions that this node speaks.
    /// - Throws: When it is none, or names no version that this node speaks; of such a one nothing else is read.
    init(decoding body: Span<UInt8>, speaking spoken: ClosedRange<UInt8>) throws(LinkError) {
        let versions = try Self.versions(in: body)
        guard versions.overlaps(spoken) else { throw .noCommonVersion(peer: versions, own: spoken) }
        self.versions = versions
        do throws(TruncatedInput) { try readFields(of: body) } catch { throw .malformedFrame(.hello) }
    }

    /// The versions that a greeting names.
    private static func versions(in body: Span<UInt8>) throws(LinkError) -> ClosedRange<UInt8> {
        guard body.count > magic.count, magic.isEqual(to: body.extracting(0..<magic.count)) else { throw .notAMeshNode }
        let lowest = body[magic.count]
        // Version 1 named no other than itself.
        if lowest == 1 { return 1...1 }
        guard body.count > magic.count + 1, lowest > 0, body[magic.count + 1] >= lowest else {
            throw .malformedFrame(.hello)
        }
        return lowest...body[magic.count + 1]
    }

    private mutating func readFields(of body: Span<UInt8>) throws(TruncatedInput) {
        var cursor = ByteCursor(at: Self.magic.count + 2)
        var read: Set<Field> = []
        var last: UInt64 = 0
        while cursor.offset < body.count {
            let tag = try cursor.varint(in: body)
            guard tag > last else { throw TruncatedInput() }
            last = tag
            let range = try cursor.counted(limit: Framing.helloLimit, in: body)
            guard let field = Field(rawValue: tag) else { continue }
            read.insert(field)
            try take(field, in: body.extracting(range))
        }
        guard Field.allCases.allSatisfy({ !$0.isNeeded || read.contains($0) }) else { throw TruncatedInput() }
    }

    private mutating func take(_ field: Field, in value: Span<UInt8>) throws(TruncatedInput) {
        var cursor = ByteCursor()
        switch field {
        case .name:
            guard value.isNodeName else { throw TruncatedInput() }
            name = try value.string(in: 0..<value.count)
            cursor.offset = value.count
        case .epoch: epoch = try cursor.epoch(in: value)
        case .bootNonce: bootNonce = try cursor.integer(UInt64.self, in: value)
        case .linkNonce: linkNonce = try cursor.integer(UInt64.self, in: value)
        case .frameLimit: frameLimit = try cursor.varint(in: value)
        case .wall: wall = try cursor.time(in: value)
        case .capabilities: capabilities = Capabilities(rawValue: try cursor.varint(in: value))
        case .agreement:
            agreement = try Agreement(decoding: value, in: 0..<value.count)
            cursor.offset = value.count
        }
        guard cursor.offset == value.count else { throw TruncatedInput() }
    }
}
