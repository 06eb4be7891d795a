import Bytes
import WebSocket

/// The hash over the messages of a history, made of what a client got: what `/status` must say.
///
/// Of each message it covers the ID, the time and the whole frame; the hashes are added up.
struct WholeTranscript: Equatable {
    /// How many messages there are.
    private(set) var count = 0

    private var sum: UInt64 = 0

    /// Covers messages.
    init(of lines: some Sequence<ChatLine>) {
        for line in lines {
            count += 1
            sum &+= Self.hash(line)
        }
    }

    /// As `/status` writes it.
    var hexadecimal: String { count == 0 ? "" : sum.hexadecimal }

    private static func hash(_ line: ChatLine) -> UInt64 {
        guard let place = OriginPlace(line.id),
            let epoch = place.origin.split(separator: "@").last.map({ UInt64($0) ?? 0 })
        else { return 0 }
        let run = Array(place.node.utf8).span.hash(seed: epoch)
        let time = UInt64((line.time * 1000).rounded())
        var frame: [UInt8] = []
        Frame.encodeServer(.text, line.payload.span, into: &frame)
        return frame.span.hash(seed: run &+ mixed(UInt64(place.sequence) &* 0x9E37_79B9 ^ time))
    }
}

extension WholeJudge {
    /// The hash over the newest messages of the history that the auditor has read.
    ///
    /// - Parameter count: How many are held: more may have been when it read.
    /// - Returns: The hash; `nil` without an auditor.
    func transcript(of count: Int) -> WholeTranscript? {
        guard let auditor = terms.auditor, readers[auditor].since != nil else { return nil }
        let lines = readers[auditor].lines
        return WholeTranscript(of: terms.losesOld ? lines.suffix(count) : lines[...])
    }
}
