import BroadcastMesh
import ChannelProtocol
import JSON
import MeshSimulator

extension FuzzTarget {
    /// What clients of the channel protocol send.
    static let channel = FuzzTarget(
        name: "channel",
        summary: "posts of the channel protocol; what is taken as JSON is JSON, and a key has its length"
    ) { trial throws(BrokenInvariant) in
        var mutator = trial.mutator()
        let hasData = trial.dice.below(3) > 0
        let bytes = mutator.mutated(post(&trial.dice, hasData: hasData), with: post(&trial.dice, hasData: true))
        trial.note(bytes)
        try check(ChannelCommand(decodingLine: bytes.span), in: bytes)
        guard (try? UTF8Span(validating: bytes.span)) != nil else { return }
        try check(ChannelCommand(decoding: bytes.span), in: bytes)
    }

    private static func check(_ command: ChannelCommand, in bytes: [UInt8]) throws(BrokenInvariant) {
        switch command {
        case .malformed(let reason, _):
            guard (1...1024).contains(reason.utf8.count) else {
                throw BrokenInvariant("a refusal says nothing, or all")
            }
        case .post(let contents, let key): try check(contents, key, in: bytes)
        case .posts(let posts):
            guard posts.count <= ChannelCommand.postLimit else { throw BrokenInvariant("too many posts were taken") }
            for post in posts { try check(post.contents, post.key, in: bytes) }
        }
    }

    private static func check(
        _ contents: ChannelCommand.Contents,
        _ key: String?,
        in bytes: [UInt8]
    ) throws(BrokenInvariant) {
        if let key, !(1...128).contains(key.utf8.count) {
            throw BrokenInvariant("a key of \(key.utf8.count) bytes was taken")
        }
        switch contents {
        case .rest: break
        case .text(let text):
            guard (try? UTF8Span(validating: text.utf8(in: bytes.span).span)) != nil else {
                throw BrokenInvariant("a text message is no text")
            }
        case .json(let range):
            do throws(JSONError) {
                var reader = JSONReader()
                let text = bytes.span.extracting(range)
                try reader.skip(in: text)
                try reader.finish(in: text)
            } catch {
                throw BrokenInvariant("a JSON message is no JSON: \(error)")
            }
        }
    }

    private static func post(_ dice: inout Dice, hasData: Bool) -> Piece {
        let values = [#""h\u00e9\ud83d\ude00\n""#, #"{"a":[1,-2.5e3,true,null]}"#, "[[[]]]", "17", #""""#]
        let keys = [#""k1""#, #""\u0001""#, "7", "\"\(String(repeating: "k", count: 128))\""]
        let members: [Piece] = [
            .text(#""\#(EventMember.event)":"\#(EventName.post)","#),
            .text(#""\#(EventMember.key)":\#(keys[dice.below(keys.count)]),"#),
            .text(#""other":{"\#(EventMember.data)":1},"#),
        ]
        let isMany = hasData && dice.below(3) == 0
        if isMany {
            let posts = (0..<(1 + dice.below(4))).map { _ in
                Piece.text(#"{"\#(EventMember.data)":\#(values[dice.below(values.count)]),"\#(EventMember.key)":"k"},"#)
            }
            let last = Piece.text(#"{"\#(EventMember.data)":1}]}"#)
            let first = #"{"\#(EventMember.event)":"\#(EventName.posts)","\#(EventMember.posts)":["#
            return .parts([.text(first), .parts(posts), last])
        }
        let data: [Piece] = hasData ? [.text(#""\#(EventMember.data)":\#(values[dice.below(values.count)]),"#)] : []
        let some = Array(members.prefix(1 + dice.below(3)))
        return .parts([.text("{"), .parts(some + data), .text(#""n":"#), .decimal(7), .text("}")])
    }
}
