import Gossip
import JSON

extension JSONWriter {
    /// Writes an ID as ``MessageID/description`` has it, without a string of its own.
    mutating func member(_ key: String, _ id: MessageID) {
        self.key(key)
        value(id)
    }

    /// Writes such an ID as a value.
    mutating func value(_ id: MessageID) {
        string { string in
            string.append(id.node)
            string.append(ascii: "@")
            string.append(id.epoch)
            string.append(ascii: "/")
            string.append(id.sequence)
        }
    }
}
