import JSON

extension JSONReader {
    /// How deep lists and objects may nest in an event, whose own object is around them, and so in any JSON message.
    static let deepestInEvent = deepestNesting - 1
}

extension JSONError {
    /// What a client is told whose text is no event.
    var reasonOfEvent: String {
        switch rule {
        case .tooDeep: "lists and objects nest deeper than \(JSONReader.deepestInEvent) in the object"
        case .unexpected, .unclosedString, .controlCharacter, .unknownEscape, .malformedNumber, .malformedUTF8,
            .repeatedKey:
            "not a JSON object"
        }
    }
}
