import JSON

/// What can stand in a scenario file.
protocol FileValue {
    /// Writes the value.
    func write(to writer: inout JSONWriter)

    /// Reads the value.
    init(reading value: JSONValue, at place: String) throws(ScenarioFileError)
}

/// What stands in a scenario file as an object.
protocol FileRecord: FileValue {
    /// A value to read members into.
    static var blank: Self { get }

    /// Names all members, to be written or read.
    mutating func describe(to fields: inout FileFields) throws(ScenarioFileError)
}

extension FileRecord {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            for (key, json) in fields {
                writer.key(key)
                writer.value(json: json)
            }
        }
    }

    init(reading value: JSONValue, at place: String) throws(ScenarioFileError) {
        var fields = try FileFields(reading: value, at: place)
        self = Self.blank
        try describe(to: &fields)
        try fields.finish()
    }

    /// The members, written.
    var fields: [(key: String, json: [UInt8])] {
        var (copy, fields) = (self, FileFields())
        do throws(ScenarioFileError) {
            try copy.describe(to: &fields)
        } catch {
            preconditionFailure("a scenario that runs cannot be written: \(error)")
        }
        return fields.members
    }
}

extension Bool: FileValue {
    func write(to writer: inout JSONWriter) { writer.value(self) }

    init(reading value: JSONValue, at place: String) throws(ScenarioFileError) {
        guard let boolean = value.boolean else { throw .unfit(value, at: place, wanted: "true or false") }
        self = boolean
    }
}

extension String: FileValue {
    func write(to writer: inout JSONWriter) { writer.value(self) }

    init(reading value: JSONValue, at place: String) throws(ScenarioFileError) {
        guard let string = value.string else { throw .unfit(value, at: place, wanted: "a string") }
        self = string
    }
}

/// Numbers that JSON readers everywhere keep exactly; larger ones stand as digits in a string.
extension FileValue where Self: FixedWidthInteger {
    func write(to writer: inout JSONWriter) {
        if let small = Int(exactly: self) { writer.value(small) } else { writer.value(String(self)) }
    }

    init(reading value: JSONValue, at place: String) throws(ScenarioFileError) {
        let number = value.integer.flatMap { Self(exactly: $0) } ?? value.string.flatMap { Self($0) }
        guard let number else { throw .unfit(value, at: place, wanted: "a whole number in range") }
        self = number
    }
}

/// One of some words.
extension FileValue where Self: RawRepresentable, RawValue == String {
    func write(to writer: inout JSONWriter) { writer.value(rawValue) }

    init(reading value: JSONValue, at place: String) throws(ScenarioFileError) {
        let word = try String(reading: value, at: place)
        guard let known = Self(rawValue: word) else {
            throw ScenarioFileError(place: place, reason: "\"\(word)\" is none of the words that can stand here")
        }
        self = known
    }
}

extension Int: FileValue {}
extension UInt8: FileValue {}
extension Int64: FileValue {}
extension UInt64: FileValue {}
extension UInt128: FileValue {}

extension Optional: FileValue where Wrapped: FileValue {
    func write(to writer: inout JSONWriter) {
        if let self { self.write(to: &writer) } else { writer.null() }
    }

    init(reading value: JSONValue, at place: String) throws(ScenarioFileError) {
        self = value == .null ? nil : try Wrapped(reading: value, at: place)
    }
}

extension Array: FileValue where Element: FileValue {
    func write(to writer: inout JSONWriter) {
        writer.list { writer in
            for element in self { element.write(to: &writer) }
        }
    }

    init(reading value: JSONValue, at place: String) throws(ScenarioFileError) {
        guard let list = value.list else { throw .unfit(value, at: place, wanted: "a list") }
        self = []
        reserveCapacity(list.count)
        for (index, element) in list.enumerated() { append(try Element(reading: element, at: "\(place)[\(index)]")) }
    }
}
