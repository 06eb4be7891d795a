import Bytes
import Gossip
import Testing
import WebSocket

@testable import BroadcastMesh

@Suite("A channel in another form", .computing) struct RenditionTests {
    /// A channel with messages, and its rendition.
    private struct Room {
        var node = GossipNode(name: "alpha", epoch: 7, bootNonce: 1, settings: GossipSettings())
        let channel: Int
        var rendition = Rendition()
        /// Where each message begins in the channel's log, and the end.
        var offsets = [0]

        init() { channel = node.openChannel(.relay, named: []) }

        mutating func post(_ text: String, as opcode: Opcode = .text, notes: MessageNotes = MessageNotes()) {
            let payload = Array(text.utf8)
            let noted = notes.bytes
            let now = Moment(monotonic: 1, wall: 1_700_000_000_000_000)
            let (node, channel) = (self.node, channel)
            var posted = node
            _ = FrameHeader.server(opcode, payloadLength: payload.count).withEncodedBytes { header in
                posted.post(header, payload.span, notes: noted.span, in: channel, at: now)
            }
            self.node = posted
            offsets.append(self.node.channels.frames(of: channel)?.end ?? 0)
        }

        /// Shows messages, by their indices.
        mutating func show(
            _ range: Range<Int>,
            isWhole: Bool = false,
            keeping limit: Int = 1 << 20
        ) -> Rendition.Made? {
            let place = offsets[range.lowerBound]..<offsets[range.upperBound]
            return rendition.passage(place, isWhole: isWhole, of: channel, keeping: limit, with: node)
        }
    }

    /// The payloads of frames.
    private static func payloads(_ passage: Passage?) -> [String] {
        guard let passage else { return [] }
        return passage.withBytes { bytes, _ in
            var (payloads, offset): ([String], Int) = ([], 0)
            while offset < bytes.count {
                let end = ServerFrames.end(ofFrameAt: offset, in: bytes)
                let start = ServerFrames.payloadStart(ofFrameAt: offset, in: bytes)
                payloads.append(String(decoding: (start..<end).map { bytes[$0] }, as: UTF8.self))
                offset = end
            }
            return payloads
        }
    }

    @Test func `shows each message with its ID, node and time, and its data as it was posted`() {
        var room = Room()
        room.post("say \"hi\"\n")
        room.post(#"{"a":[1]}"#, notes: MessageNotes(isJSON: true))
        room.post("with a key", notes: MessageNotes(key: "k\"1"))
        room.post("bytes", as: .binary, notes: MessageNotes(key: "k2"))
        let front = #"{"event":"message","id":"alpha@7/"#
        #expect(
            Self.payloads(room.show(0..<4)?.passage) == [
                front + #"1","node":"alpha","time":1700000000000,"data":"say \"hi\"\n"}"#,
                front + #"2","node":"alpha","time":1700000000000.001,"data":{"a":[1]}}"#,
                front + #"3","node":"alpha","time":1700000000000.002,"key":"k\"1","data":"with a key"}"#,
                front + #"4","node":"alpha","time":1700000000000.003,"key":"k2"}"# + "\nbytes",
            ]
        )
    }

    @Test func `takes for text what a peer says is JSON and is none`() {
        var room = Room()
        room.post("{", notes: MessageNotes(isJSON: true))
        #expect(Self.payloads(room.show(0..<1)?.passage).first?.hasSuffix(#""data":"{"}"#) == true)
    }

    @Test func `encodes each message once, however many ask and wherever they stand`() {
        var room = Room()
        for number in 0..<10 { room.post("\(number)") }
        #expect(room.show(0..<6)?.encodedCount == 6)
        #expect(room.show(0..<6)?.encodedCount == 0)
        #expect(room.show(6..<10)?.encodedCount == 4)
        #expect(room.show(3..<5)?.encodedCount == 0)
        let rest = room.show(3..<10)
        // A chunk may end before; then who asked goes on from there.
        #expect(rest?.encodedCount == 0)
        #expect(Self.payloads(rest?.passage).first?.hasSuffix(#""data":"3"}"#) == true)
    }

    @Test func `encodes again what is kept no longer, and gives the same`() {
        var room = Room()
        for number in 0..<50 { room.post("\(number)") }
        let first = Self.payloads(room.show(0..<50, keeping: 2000)?.passage)
        #expect(room.rendition.keptBytes <= 2000)
        #expect(first.count == 50)
        let again = room.show(0..<50, isWhole: true, keeping: 2000)
        #expect(again?.encodedCount == 50)
        #expect(Self.payloads(again?.passage) == first)
    }

    @Test func `gives so much at a time, unless all is asked for`() {
        var room = Room()
        let text = String(repeating: "x", count: 10_000)
        for _ in 0..<20 { room.post(text) }
        let part = room.show(0..<20)
        #expect(part?.passage.count == 7)
        #expect(part?.passage.range == 0..<room.offsets[7])
        #expect(room.show(0..<20, isWhole: true)?.passage.count == 20)
    }

    @Test func `says where in the channel's log a frame of it ends`() throws {
        var room = Room()
        for number in 0..<20 { room.post(String(repeating: "y", count: number * 9)) }
        let passage = try #require(room.show(2..<20)?.passage)
        let log = try #require(room.node.channels.frames(of: room.channel))
        #expect(passage.boundary(atOrAfter: 0) == (0, 0))
        #expect(passage.offset(of: (0, 0), in: log) == room.offsets[2])
        for taken in stride(from: 1, to: passage.byteCount, by: 7) {
            let boundary = passage.boundary(atOrAfter: taken)
            #expect(boundary.end >= taken)
            #expect(passage.offset(of: boundary, in: log) == room.offsets[2 + boundary.count])
            #expect(passage.slice(taken..<boundary.end).count == boundary.end - taken)
        }
        #expect(passage.boundary(atOrAfter: passage.byteCount) == (passage.byteCount, 18))
    }

    @Test func `gives back the memory that a long message took, and keeps what others take`() {
        var room = Room()
        room.post("short")
        #expect(room.show(0..<1)?.passage.count == 1)
        #expect(room.rendition.event.keptBytes > 0)
        room.post(String(repeating: "\u{1}", count: 100_000))
        #expect(room.show(1..<2)?.passage.byteCount ?? 0 > 600_000)
        #expect(room.rendition.event.keptBytes <= MessageEvent.mostKeptBytes)
    }

    @Test func `shows nothing of what is not held any more`() {
        var room = Room()
        var settings = GossipSettings()
        settings.retention.messages = 10
        room.node = GossipNode(name: "alpha", epoch: 7, bootNonce: 1, settings: settings)
        _ = room.node.openChannel(.relay, named: [])
        for number in 0..<1000 { room.post("\(number)") }
        room.node.enforceRetention(at: Moment(monotonic: 1, wall: 1_700_000_000_000_000))
        #expect(room.show(0..<1) == nil)
        #expect(room.show(995..<1000)?.passage.count == 5)
    }
}
