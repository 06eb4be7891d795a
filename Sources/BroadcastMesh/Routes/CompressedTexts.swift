import ChatPage
import Reactor

/// What a node serves that never changes, in gzip, for whoever takes that; `nil` where the world has nothing to make it with.
struct CompressedTexts {
    /// The chat page.
    var chat: [UInt8]?

    /// The page of the demonstration, where the node is one that may be broken.
    var demonstration: [UInt8]?

    /// The module for JavaScript.
    var channelModule: [UInt8]?

    /// Has none.
    init() {}

    /// Makes them once, as a node begins: it takes some milliseconds.
    init(in world: any World, isDemonstration: Bool) {
        chat = world.gzip(ChatPage.chat.html)
        demonstration = isDemonstration ? world.gzip(ChatPage.demonstration.html) : nil
        channelModule = world.gzip(ChannelModule.script)
    }
}
