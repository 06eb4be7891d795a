import JSON
import Reactor

/// A value of the configuration file that knows its place, and so can say what is wrong with it.
struct PlacedValue {
    /// The file, as it was named.
    let file: String

    /// Where the value stands: `nodes[2].peers[0]`; empty for the whole file.
    let place: String

    let value: JSONValue

    /// How deep lists and objects of the file may nest; it needs five.
    private static let deepestNesting = 32

    /// An error about this value.
    func error(_ problem: String) -> ConfigurationError {
        ConfigurationError(file: file, place: place, problem: problem)
    }

    /// An error about something inside this value, which is the whole file.
    func error(at place: String, _ problem: String) -> ConfigurationError {
        ConfigurationError(file: file, place: place, problem: problem)
    }

    /// An error about a value of the wrong type.
    func error(wanted: String) -> ConfigurationError {
        error("found \(value.kind.rawValue), wanted \(wanted)")
    }

    /// The value as a string.
    func string() throws(ConfigurationError) -> String {
        guard case .string(let string) = value else { throw error(wanted: "a string") }
        return string
    }

    /// The value as a whole number within limits.
    func integer(in range: ClosedRange<Int>) throws(ConfigurationError) -> Int {
        switch value {
        case .integer(let number) where range.contains(number): return number
        case .integer(let number):
            throw error("\(number) is out of range; wanted \(range.lowerBound) to \(range.upperBound)")
        case .fraction: throw error("wanted a whole number from \(range.lowerBound) to \(range.upperBound)")
        case .null, .boolean, .string, .list, .object: throw error(wanted: "a number")
        }
    }

    /// The value as an endpoint.
    func endpoint() throws(ConfigurationError) -> Endpoint {
        let text = try string()
        do throws(EndpointError) {
            return try Endpoint(text)
        } catch {
            throw self.error("\"\(text)\": \(error)")
        }
    }

    /// The value as a list.
    ///
    /// - Parameter read: Reads one element, which knows its own place.
    /// - Returns: What was read, in the same order.
    /// - Throws: When it is no list, or what `read` throws.
    func list<Element>(
        _ read: (PlacedValue) throws(ConfigurationError) -> Element
    ) throws(ConfigurationError) -> [Element] {
        guard case .list(let values) = value else { throw error(wanted: "a list") }
        var elements: [Element] = []
        for (index, value) in values.enumerated() {
            elements.append(try read(PlacedValue(file: file, place: "\(place)[\(index)]", value: value)))
        }
        return elements
    }

    /// The value as an object.
    ///
    /// - Parameter keys: The keys that it may have.
    /// - Returns: Its members by key, each with its own place.
    /// - Throws: When it is no object, or has a key that means nothing.
    func object(keys: [String]) throws(ConfigurationError) -> PlacedObject {
        guard case .object(let members) = value else { throw error(wanted: "an object") }
        // The smallest, so that the same file always gives the same error.
        if let unknown = members.keys.filter({ !keys.contains($0) }).min() {
            throw error("unknown key \"\(unknown)\"\(didYouMean(unknown, among: keys))")
        }
        return PlacedObject(whole: self, members: members)
    }
}

extension PlacedValue {
    /// Decodes a whole file.
    ///
    /// - Parameters:
    ///   - bytes: The file, in UTF-8.
    ///   - file: What to call it in an error.
    /// - Throws: The line and the column at which it stops being JSON, and why.
    init(decoding bytes: [UInt8], from file: String) throws(ConfigurationError) {
        do throws(JSONError) {
            value = try JSONValue(parsing: bytes.span, deepest: Self.deepestNesting)
        } catch {
            let place = error.place(in: bytes.span)
            throw ConfigurationError(
                file: file,
                place: "line \(place.line), column \(place.column)",
                problem: "\(error.rule)"
            )
        }
        self.file = file
        place = ""
    }
}

/// An object of the configuration file whose keys are all known.
struct PlacedObject {
    fileprivate let whole: PlacedValue
    fileprivate let members: [String: JSONValue]

    /// The member with this key, or `nil`.
    subscript(key: String) -> PlacedValue? {
        members[key].map { value in
            let place = whole.place.isEmpty ? key : "\(whole.place).\(key)"
            return PlacedValue(file: whole.file, place: place, value: value)
        }
    }

    /// The member with this key.
    func required(_ key: String) throws(ConfigurationError) -> PlacedValue {
        guard let member = self[key] else { throw whole.error("\"\(key)\" is missing") }
        return member
    }
}
