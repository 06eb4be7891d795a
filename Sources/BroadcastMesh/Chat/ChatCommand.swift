import FoundationEssentials

/// What a chat client's text frame asks for.
enum ChatCommand: Equatable {
    /// Post a message; a client that may repeat itself gives a key.
    case say(message: String, key: String?)

    /// An event that this node does not know: a newer client speaks, so it is not an error.
    case ignored

    /// Not what the protocol allows; the client is told why and stays.
    case malformed(reason: String)

    /// How many bytes a key may have: it is held as long as its message.
    static let keyLengths = 1...128
}

extension ChatCommand {
    /// Reads one frame: a JSON object with an `event`.
    ///
    /// - Parameters:
    ///   - text: The frame's payload, already known to be UTF-8.
    ///   - decoder: A decoder to use again and again.
    init(decoding text: Span<UInt8>, with decoder: JSONDecoder) {
        let bytes = [UInt8](capacity: text.count) { output in
            for index in text.indices { output.append(text[index]) }
        }
        guard let object = try? decoder.decode(CommandObject.self, from: Data(bytes)) else {
            self = .malformed(reason: "not a JSON object")
            return
        }
        self = object.command
    }
}

/// The object in a client's frame; whatever of it is missing or of another type is `nil`.
private struct CommandObject: Decodable {
    var command: ChatCommand

    enum CodingKeys: CodingKey {
        case event, message, key
    }

    init(from decoder: any Decoder) throws {
        let object = try decoder.container(keyedBy: CodingKeys.self)
        guard let event = try? object.decode(String.self, forKey: .event), event == "send-message" else {
            command = .ignored
            return
        }
        guard let message = try? object.decode(String.self, forKey: .message) else {
            command = .malformed(reason: "message is not a string")
            return
        }
        guard object.contains(.key) else {
            command = .say(message: message, key: nil)
            return
        }
        guard let key = try? object.decode(String.self, forKey: .key), ChatCommand.keyLengths.contains(key.utf8.count)
        else {
            command = .malformed(reason: "key is not a string of 1 to 128 bytes")
            return
        }
        command = .say(message: message, key: key)
    }
}
