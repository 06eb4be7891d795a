/// The short form of a picture, for a terminal: what went wrong, and what became of the messages that matter.
public struct Timeline {
    /// How many nodes have a column.
    private static let columnLimit = 12

    /// How many lines there are at most.
    private static let lineLimit = 48

    /// How wide a column is.
    private static let width = 8

    private let picture: Picture

    /// The short form of a picture.
    public init(_ picture: Picture) {
        self.picture = picture
    }

    /// Something that gets a line.
    private struct Row {
        var time: Int64
        var marks: [Int: Character]
        var note: String
    }

    /// The lines: `│` is a node that runs, `┬` one that starts, `✕` one that dies, `●` a post, `○` its arrival.
    public var text: String {
        let hosts = picture.run.hosts.prefix(Self.columnLimit)
        let header = String(repeating: " ", count: 12) + hosts.map { Self.cell($0) }.joined()
        var lines = [header]
        var alive: Set<Int> = []
        for moment in moments.prefix(Self.lineLimit) {
            for (host, mark) in moment.marks where mark == "┬" { alive.insert(host) }
            let cells = hosts.indices.map { host in
                Self.cell(String(moment.marks[host] ?? (alive.contains(host) ? "│" : " ")))
            }
            for (host, mark) in moment.marks where mark == "✕" { alive.remove(host) }
            let time = Fault.seconds(moment.time)
            let indent = String(repeating: " ", count: max(10 - time.count, 0))
            lines.append(indent + time + "  " + cells.joined() + moment.note)
        }
        if moments.count > Self.lineLimit { lines.append("… and \(moments.count - Self.lineLimit) more") }
        return lines.joined(separator: "\n")
    }

    private static func cell(_ text: String) -> String {
        let text = text.prefix(width - 1)
        let before = (width - text.count) / 2
        return String(repeating: " ", count: before) + text + String(repeating: " ", count: width - text.count - before)
    }

    private var moments: [Row] {
        let faults = picture.run.troubles.flatMap { fault in
            [
                Row(time: fault.begin, marks: [:], note: fault.what),
                Row(time: fault.end, marks: [:], note: "over: \(fault.what)"),
            ]
        }
        var lines: [Row] = faults
        for entry in picture.run.chronicle.entries {
            if case .visit = entry.event { continue }
            let (mark, message): (Character, Int?) =
                switch entry.event {
                case .start, .visit: ("┬", nil)
                case .death: ("✕", nil)
                case .post(let message): ("●", message)
                case .arrival(let message): ("○", message)
                }
            if let message, !picture.bad.contains(message) { continue }
            let note = message.map { picture.run.chronicle.names[$0] } ?? ""
            // What happens to several at one time is one line.
            if let last = lines.last, last.time == entry.time, last.note == note, last.marks[entry.host] == nil {
                lines[lines.count - 1].marks[entry.host] = mark
            } else {
                lines.append(Row(time: entry.time, marks: [entry.host: mark], note: note))
            }
        }
        return lines.sorted { $0.time < $1.time }
    }
}
