/// A run as a drawing: a column for each node, time downwards; what broke a promise is red.
///
/// A bar is a process that lives, wide orange behind it a split, yellow in it a pause; a dashed line between two columns
/// is a wire that is cut. A dot is a post, a ring the same message where it arrives, in the colour of its node.
public struct Picture {
    /// How many nodes a drawing has room for.
    public static let hostLimit = 64

    private static let columnWidth = 64
    private static let left = 76
    private static let top = 56

    /// How tall a second is, in pixels, unless the run is long.
    private static let secondHeight = 140.0

    /// How tall a drawing is at most, in pixels.
    private static let longest = 6000.0

    /// Up to how many messages every way is drawn; of more only those that matter.
    private static let everyWay = 60

    let run: DrawnRun
    let bad: Set<Int>

    /// Draws a run.
    ///
    /// - Parameters:
    ///   - scenario: What was to happen.
    ///   - outcome: What did; of a run that kept no chronicle there is no picture.
    public init?(of scenario: Scenario, _ outcome: Outcome) { self.init(DrawnRun(scenario, outcome)) }

    /// Draws a run of whole nodes: a dot is what somebody said at a node, a ring that somebody there heard it.
    ///
    /// - Parameters:
    ///   - scenario: What was to happen.
    ///   - outcome: What did; of a run that kept no chronicle there is no picture.
    public init?(of scenario: WholeScenario, _ outcome: WholeOutcome) { self.init(DrawnRun(scenario, outcome)) }

    private init?(_ run: DrawnRun?) {
        guard let run, run.hosts.count <= Self.hostLimit else { return nil }
        self.run = run
        bad = run.chronicle.messages(named: run.violations)
    }

    var chronicle: Chronicle { run.chronicle }

    /// The drawing, as a file of SVG 1.1.
    public var svg: String {
        var drawing = Drawing()
        drawAxis(on: &drawing)
        drawFaults(on: &drawing)
        drawLives(on: &drawing)
        drawMessages(on: &drawing)
        let bottom = y(chronicle.end) + 30
        for (index, violation) in run.violations.enumerated() {
            drawing.text(violation, x: Self.left, y: bottom + 18 * index, color: "#c00", size: 13)
        }
        let width = Self.left + max(run.hosts.count * Self.columnWidth, 640)
        return drawing.svg(width: width, height: bottom + 18 * run.violations.count + 20)
    }

    private func x(_ host: Int) -> Int { Self.left + host * Self.columnWidth + Self.columnWidth / 2 }

    private func y(_ time: Int64) -> Int {
        let seconds = Double(max(chronicle.end, 1)) / 1e9
        let scale = min(Self.secondHeight, Self.longest / seconds)
        return Self.top + Int(Double(time) / 1e9 * scale)
    }

    private func color(of host: Int) -> String {
        "hsl(\(host * 360 / max(run.hosts.count, 1)),65%,42%)"
    }

    private func drawAxis(on drawing: inout Drawing) {
        for (host, name) in run.hosts.enumerated() {
            drawing.text(name, x: x(host), y: Self.top - 16, color: color(of: host), anchor: "middle")
        }
        for second in 0...(chronicle.end / 1_000_000_000) {
            let height = y(second * 1_000_000_000)
            let right = Self.left + run.hosts.count * Self.columnWidth
            drawing.line(from: (Self.left, height), to: (right, height), color: "#eee")
            drawing.text("\(second) s", x: Self.left - 10, y: height + 4, color: "#666", anchor: "end")
        }
    }

    private func drawFaults(on drawing: inout Drawing) {
        for trouble in run.troubles {
            let (begin, end) = (y(trouble.begin), y(min(trouble.end, chronicle.end)))
            if let link = trouble.link {
                let (first, second) = (x(link.0), x(link.1))
                drawing.line(from: (first, begin), to: (second, begin), color: "#d33", dashes: "5 3")
                let middle = (first + second) / 2
                drawing.line(from: (middle, begin), to: (middle, end), color: "#d33", dashes: "2 3")
                drawing.line(from: (first, end), to: (second, end), color: "#2a2", dashes: "5 3")
            }
            for host in trouble.side {
                drawing.bar(x: x(host), from: begin, to: end, width: 34, color: "#fd9", opacity: 0.5)
            }
            if let host = trouble.paused {
                drawing.bar(x: x(host), from: begin, to: end, width: 20, color: "#fe3", opacity: 0.8)
            }
            if let (host, text) = trouble.note {
                drawing.text(text, x: x(host), y: begin, color: "#a50", anchor: "middle")
            }
        }
    }

    private func drawLives(on drawing: inout Drawing) {
        var starts: [Int: Int64] = [:]
        for entry in chronicle.entries {
            switch entry.event {
            case .start: starts[entry.host] = entry.time
            case .death:
                guard let start = starts.removeValue(forKey: entry.host) else { continue }
                drawing.bar(x: x(entry.host), from: y(start), to: y(entry.time), width: 8, color: "#bbb", opacity: 1)
                drawing.text("✕", x: x(entry.host), y: y(entry.time) + 10, color: "#000", anchor: "middle")
            case .post, .arrival, .visit: continue
            }
        }
        for (host, start) in starts.sorted(by: { $0.key < $1.key }) {
            drawing.bar(x: x(host), from: y(start), to: y(chronicle.end), width: 8, color: "#bbb", opacity: 1)
        }
    }

    private func drawMessages(on drawing: inout Drawing) {
        var posts: [Int: Chronicle.Entry] = [:]
        let drawsAll = chronicle.names.count <= Self.everyWay
        for entry in chronicle.entries {
            switch entry.event {
            case .post(let message):
                posts[message] = entry
                let isBad = bad.contains(message)
                let place = (x(entry.host), y(entry.time))
                drawing.circle(at: place, radius: isBad ? 5 : 3, color: isBad ? "#c00" : color(of: entry.host))
                if isBad { drawing.text(chronicle.names[message], x: place.0 + 8, y: place.1 + 4, color: "#c00") }
            case .arrival(let message):
                guard let post = posts[message] else { continue }
                let color = bad.contains(message) ? "#c00" : color(of: post.host)
                let (from, to) = ((x(post.host), y(post.time)), (x(entry.host), y(entry.time)))
                if drawsAll || bad.contains(message) { drawing.line(from: from, to: to, color: color, opacity: 0.35) }
                drawing.ring(at: to, radius: 2, color: color)
            case .start, .death, .visit: continue
            }
        }
    }
}
