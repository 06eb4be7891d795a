import Gossip
import JSON
import WebSocket

/// Posting with what belongs to a message beside its bytes.
extension Node {
    /// Posts what a client of the channel protocol said.
    mutating func post(
        _ contents: ChannelCommand.Contents,
        key: String?,
        in bytes: Span<UInt8>,
        rest: Span<UInt8>,
        in channel: Int
    ) -> PostResult {
        var notes = MessageNotes(key: key)
        switch contents {
        case .text(let text) where text.hasEscapes:
            let plain = text.utf8(in: bytes)
            return post(.text, plain.span, notes, in: channel)
        case .text(let text):
            return post(.text, bytes.extracting(text.range), notes, in: channel)
        case .json(let range):
            notes.isJSON = true
            return post(.text, bytes.extracting(range), notes, in: channel)
        case .rest:
            return post(.binary, rest, notes, in: channel)
        }
    }

    /// Posts a message on a relay channel with what belongs to it beside its bytes, unless its key is one of a message that
    /// is held there.
    mutating func post(
        _ type: MessageType,
        _ payload: Span<UInt8>,
        _ notes: MessageNotes,
        in channel: Int
    ) -> PostResult {
        guard !notes.isEmpty else { return .posted(post(type, payload, in: channel)) }
        let noted = notes.bytes
        let keys = notes.key.map { rooms.channelKey($0) }
        notePost(bytes: payload.count)
        return FrameHeader.server(type.opcode, payloadLength: payload.count).withEncodedBytes { header in
            gossip.post(
                header,
                payload,
                notes: noted.span,
                in: channel,
                key: keys?.key,
                orEarlier: keys?.earlier ?? [],
                at: clock.now
            )
        }
    }
}
