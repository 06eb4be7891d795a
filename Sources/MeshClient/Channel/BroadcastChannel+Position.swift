import Bytes

extension BroadcastChannel {
    /// What was heard of a channel: of each run of each node the newest message; valid on any node of the mesh.
    ///
    /// A program keeps ``Messages/position`` as text, and goes on from there when it runs again:
    ///
    ///     let position = BroadcastChannel.Position(try String(contentsOfFile: "seen"))
    ///     let messages = tea.messages(after: position)
    ///
    /// A position that is empty has heard nothing, so everything that is held comes after it.
    public struct Position: Hashable, Sendable, LosslessStringConvertible {
        /// How long a position may be in a request, in characters: a request line has 8 KiB.
        static let lengthLimit = 6000

        /// How many runs of a node are named in one that would be longer.
        static let namedRuns = 4

        /// In the order of runs, so that positions that tell of the same are the same, in whatever order that was heard.
        private var entries: [Entry] = []

        /// The last message of one run.
        private struct Entry: Hashable {
            var run: String
            var sequence: UInt64

            var node: Substring { run.prefix { $0 != "@" } }
            var epoch: UInt64 { run.split(separator: "@").last.flatMap { UInt64($0) } ?? 0 }
        }

        /// Has heard nothing.
        public init() {}

        /// Reads what ``description`` says; `nil` for anything else.
        public init?(_ description: String) {
            for id in description.split(separator: ",") {
                guard see(String(id)) else { return nil }
            }
        }

        /// As nodes take it: `alpha@1763700000123/42,bravo@1763700000456/7`.
        ///
        /// It has at most some 6,000 characters, in which newer
        /// runs of a node stand for older ones. Only one of more nodes than that has room for, some 200, is longer.
        public var description: String {
            var text = Self.text(of: entries)
            var runs = Self.namedRuns
            while text.utf8.count > Self.lengthLimit, runs > 0 {
                text = Self.text(of: newest(runs))
                runs -= 1
            }
            return text
        }

        /// So many runs of each node, the newest.
        private func newest(_ runs: Int) -> [Entry] {
            var named: [Substring: Int] = [:]
            return entries.sorted { $0.epoch > $1.epoch }.filter { entry in
                named[entry.node, default: 0] += 1
                return named[entry.node, default: 0] <= runs
            }
        }

        /// Takes notice of a message.
        ///
        /// - Returns: Whether that is the ID of one.
        @discardableResult
        package mutating func see(_ id: String) -> Bool {
            guard let (run, sequence) = Self.parts(of: id) else { return false }
            see(run, sequence)
            return true
        }

        private mutating func see(_ run: Substring, _ sequence: UInt64) {
            let index = firstIndex(notBefore: run)
            if index < entries.count, entries[index].run == run {
                entries[index].sequence = max(entries[index].sequence, sequence)
            } else {
                entries.insert(Entry(run: String(run), sequence: sequence), at: index)
            }
        }

        /// Takes notice of what is lost: where this is not further already, it is behind that.
        mutating func pass(_ end: Self) {
            for entry in end.entries { see(entry.run[...], entry.sequence) }
        }

        private func firstIndex(notBefore run: Substring) -> Int {
            (0..<entries.count).partition { entries[$0].run < run }
        }

        /// Whether that is the ID of a message.
        static func isID(_ id: String) -> Bool { parts(of: id) != nil }

        private static func text(of entries: [Entry]) -> String {
            entries.map { "\($0.run)/\($0.sequence)" }.joined(separator: ",")
        }

        /// What `NAME@EPOCH/SEQUENCE` consists of, if it is that.
        private static func parts(of id: String) -> (run: Substring, sequence: UInt64)? {
            guard let slash = id.lastIndex(of: "/"), let sequence = number(id[id.index(after: slash)...], digits: 16)
            else { return nil }
            let run = id[..<slash]
            guard let at = run.lastIndex(of: "@"), number(run[run.index(after: at)...], digits: 19) != nil else {
                return nil
            }
            let node = run[..<at].utf8
            guard (1...64).contains(node.count), node.allSatisfy(isOfName) else { return nil }
            return (run, sequence)
        }

        private static func number(_ text: Substring, digits: Int) -> UInt64? {
            guard (1...digits).contains(text.utf8.count), text.utf8.allSatisfy(isDigit) else { return nil }
            return UInt64(text)
        }

        private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

        private static func isOfName(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: isDigit(byte)
            }
        }
    }
}
