/// Where nodes are, as they tell each other: no text of theirs is dialed that can be no address.
package enum NodeURL {
    /// How long one may be, in bytes: a request line has 8 KiB, with a position.
    static let byteLimit = 1000

    /// How many a node may tell: who must go on elsewhere needs a few.
    static let peerLimit = 256

    /// Whether a text is `http` or `https`, and a path can be put behind it: it has no name of a user, no query and no
    /// fragment.
    package static func isValid(_ text: String) -> Bool {
        guard text.utf8.count <= byteLimit, text.hasPrefix("http://") || text.hasPrefix("https://"),
            !text.utf8.contains(where: { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") })
        else { return false }
        return (try? ClientURL(text)) != nil
    }

    /// Those of the first texts that a node tells of others which can be one.
    package static func valid(of peers: [String]) -> [String] { peers.prefix(peerLimit).filter(isValid) }
}
