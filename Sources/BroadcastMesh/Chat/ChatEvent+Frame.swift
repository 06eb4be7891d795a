import JSON
import WebSocket

extension ChatEvent {
    /// The event as the frame that clients get.
    var frame: [UInt8] {
        // Most events are of the length whose header takes four bytes, and are written right behind those.
        var front = [0, 0, 0, 0] as [UInt8]
        front.reserveCapacity(front.count + capacity)
        var writer = JSONWriter(after: front)
        write(to: &writer)
        return Frame.complete(.text, in: writer.takeBytes(), payloadFrom: 4)
    }
}
