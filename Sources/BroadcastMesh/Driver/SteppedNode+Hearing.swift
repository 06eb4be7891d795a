import Gossip
package import WebSocket

/// What a program does on the channels of a node that it embeds, for who drives the node by hand.
extension SteppedNode {
    /// The place of a program in a channel.
    package struct Ear {
        fileprivate var listener: Listener

        /// What was heard, as text.
        package var position: String { BroadcastChannel.Position(listener.position).description }
    }

    /// What a program hears.
    package enum Sound {
        /// A message; whether its text is JSON.
        case message(MessageType, [UInt8], isJSON: Bool)

        /// So many messages are held no more.
        case lost(Int)
    }

    /// Whether programs may post and begin to hear.
    package var serves: Bool { node.lifecycle.phase.serves }

    /// Begins to hear a channel.
    ///
    /// - Parameters:
    ///   - channel: Its name.
    ///   - position: What was heard before; `nil` to hear what is new.
    /// - Returns: A place in it, which ``leave(_:)`` gives back.
    package mutating func listen(to channel: String, after position: String?) -> Ear {
        let start = position.flatMap { BroadcastChannel.Position($0) }
        return Ear(listener: node.listen(to: Array(channel.utf8), after: start?.inMesh))
    }

    /// Hears all that there is; a turn must follow.
    package mutating func hear(_ ear: inout Ear) -> [Sound] {
        var heard: [Sound] = []
        while true {
            var looks = Looks(atMost: Listener.portionLooks)
            switch node.read(&ear.listener, looks: &looks) {
            case .messages(let messages):
                heard += messages.map { heard in
                    let message = BroadcastChannel.Message(heard)
                    return switch message.content {
                    case .text: .message(.text, message.bytes, isJSON: false)
                    case .json: .message(.text, message.bytes, isJSON: true)
                    case .binary: .message(.binary, message.bytes, isJSON: false)
                    }
                }
            case .lost(let count): heard.append(.lost(count))
            case .again: continue
            case .wait, .over: return heard
            }
        }
    }

    /// Whether there may be something to hear.
    package mutating func hasNews(for ear: Ear) -> Bool { node.hasNews(for: ear.listener) }

    /// Hears a channel no more.
    package mutating func leave(_ ear: Ear) { node.leave(ear.listener) }
}
