import JSON

/// One figure that was measured.
struct BenchFigure: Equatable, Sendable {
    /// What it is counted in.
    enum Unit: String, Sendable {
        /// How many a second; more is better.
        case perSecond = "1/s"

        /// A length of time; less is better.
        case nanoseconds = "ns"

        /// An amount of memory; less is better.
        case bytes = "B"
    }

    /// The workload's name.
    var workload: String

    /// What was measured of it: `deliveries`.
    var subject: String

    /// The number.
    var value: Double

    /// What that counts.
    var unit: Unit

    /// The number as people read it.
    var text: String { Self.text(value, unit) }

    /// The number that it was before, and how much that changed.
    func change(from before: Double) -> String {
        let percent = before == 0 ? 0 : (value / before - 1) * 100
        return "before \(Self.text(before, unit)), \(percent < 0 ? "" : "+")\(Quantity.decimal(percent, places: 1)) %"
    }

    /// One line for programs.
    ///
    ///     {"workload":"chat","figure":"half within","value":412000,"unit":"ns"}
    ///
    /// - Parameter before: What it was before, if that is known.
    /// - Returns: The object, without a line end.
    func json(before: Double? = nil) -> String {
        let bytes = JSONWriter.object { writer in
            writer.member("workload", workload)
            writer.member("figure", subject)
            writer.member("value", value)
            writer.member("unit", unit.rawValue)
            if let before { writer.member("before", before) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Reads such a line; `nil` when it is none.
    init?(json line: some StringProtocol) {
        guard let json = try? JSONValue(parsing: Array(line.utf8).span), let workload = json["workload"]?.string,
            let subject = json["figure"]?.string, let value = json["value"]?.number,
            let unit = json["unit"]?.string.flatMap(Unit.init)
        else { return nil }
        self.init(workload, subject, value, unit)
    }

    /// Names a figure.
    init(_ workload: String, _ subject: String, _ value: Double, _ unit: Unit) {
        self.workload = workload
        self.subject = subject
        self.value = value
        self.unit = unit
    }

    private static func text(_ value: Double, _ unit: Unit) -> String {
        switch unit {
        case .perSecond: "\(Quantity.number(value)) /s"
        case .nanoseconds: Quantity.time(nanoseconds: value)
        case .bytes: Quantity.bytes(Quantity.whole(value))
        }
    }
}
