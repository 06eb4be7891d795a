import Gossip

/// A message as the node hands it to its program: a copy that nobody has looked into yet.
///
/// To copy it is all that the node's thread does for it. What it says is read where it is taken, on the thread of who takes
/// it: in text that is UTF-8, or JSON, each byte is looked at.
struct HeardMessage: Sendable {
    /// Which message it is.
    let id: MessageID

    /// When it was posted, in microseconds since 1970.
    let time: Int64

    /// What belongs to it beside the frame.
    let notes: [UInt8]

    /// Its frame, as plain relays get it.
    let frame: [UInt8]

    /// Takes a message out of its channel's log.
    ///
    /// - Parameters:
    ///   - message: What is known of it.
    ///   - frame: Its frame.
    init(_ message: ChannelMessage, _ frame: Span<UInt8>) {
        id = message.id
        time = message.time
        notes = message.notes
        self.frame = [UInt8](capacity: frame.count) { output in
            for index in frame.indices { output.append(frame[index]) }
        }
    }
}
