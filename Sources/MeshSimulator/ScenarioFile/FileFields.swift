import JSON

/// The members of one object of a scenario file.
///
/// A value describes its members once, in one function; the same calls write them and read them. So nothing can be
/// written that is not read, and nothing is forgotten on one of the two ways.
struct FileFields {
    /// What is read; `nil` while writing.
    private let source: [String: JSONValue]?

    /// Where in the file the object stands, as `faults[3]`; nothing for the whole file.
    let place: String

    /// What was written, in the order of the calls.
    private(set) var members: [(key: String, json: [UInt8])] = []

    /// The keys that were asked for.
    private var known: Set<String> = []

    /// Starts to write an object.
    init() {
        source = nil
        place = ""
    }

    /// Starts to read an object.
    ///
    /// - Throws: When the value is something else.
    init(reading value: JSONValue, at place: String) throws(ScenarioFileError) {
        guard case .object(let members) = value else { throw .unfit(value, at: place, wanted: "an object") }
        source = members
        self.place = place
    }

    /// Whether members are read.
    var isReading: Bool { source != nil }

    /// A member that must be there.
    mutating func member(_ key: String, _ value: inout some FileValue) throws(ScenarioFileError) {
        if try !read(key, &value), isReading { throw ScenarioFileError(place: path(key), reason: "is missing") }
    }

    /// A member that is left out where it is as usual.
    mutating func member<Value: FileValue & Equatable>(
        _ key: String,
        _ value: inout Value,
        usual: Value
    ) throws(ScenarioFileError) {
        guard isReading || value != usual else { return }
        if try !read(key, &value), isReading { value = usual }
    }

    /// What a file of some kind begins with, so that it is taken for no other.
    mutating func format(_ wanted: String) throws(ScenarioFileError) {
        var found = wanted
        try member("format", &found)
        guard found == wanted else {
            throw ScenarioFileError(place: "format", reason: "found \"\(found)\", wanted \"\(wanted)\"")
        }
    }

    /// Makes sure that the object has no members that nobody asked for.
    func finish() throws(ScenarioFileError) {
        guard let unknown = source?.keys.filter({ !known.contains($0) }).min() else { return }
        throw ScenarioFileError(place: path(unknown), reason: "is no member of such an object")
    }

    /// Where a member of this object stands.
    func path(_ key: String) -> String { place.isEmpty ? key : "\(place).\(key)" }

    /// Writes a member, or reads it.
    ///
    /// - Returns: Whether it is there.
    private mutating func read(_ key: String, _ value: inout some FileValue) throws(ScenarioFileError) -> Bool {
        guard let source else {
            var writer = JSONWriter()
            value.write(to: &writer)
            members.append((key, writer.bytes))
            return true
        }
        known.insert(key)
        guard let found = source[key] else { return false }
        value = try .init(reading: found, at: path(key))
        return true
    }
}

/// What is wrong with a scenario file, and where.
public struct ScenarioFileError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The place, as `faults[3].wire`; nothing for the whole file.
    public let place: String

    /// What is wrong there.
    public let reason: String

    /// One line for people.
    public var description: String { place.isEmpty ? reason : "\(place): \(reason)" }

    /// A value of another kind than is wanted.
    static func unfit(_ value: JSONValue, at place: String, wanted: String) -> Self {
        Self(place: place, reason: "found \(value.kind.rawValue), wanted \(wanted)")
    }
}
