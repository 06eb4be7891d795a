/// What the program is told.
struct Options {
    /// How long to run all targets together; `nil` for a single input.
    var seconds: Int?

    /// The first seed.
    var seed: UInt64 = 1

    /// What to feed.
    var targets: [FuzzTarget]

    /// How many inputs a child is to run; `nil` for the parent.
    var count: Int?

    /// Reads the arguments; `nil` when they make no sense.
    init?(_ words: ArraySlice<String>) {
        var words = words
        var name: String?
        while let word = words.popFirst() {
            guard let value = words.popFirst() else { return nil }
            switch word {
            case "--target": name = value
            case "--seconds":
                guard let number = Int(value), number > 0 else { return nil }
                seconds = number
            case "--seed":
                guard let number = UInt64(value) else { return nil }
                seed = number
            case "--count":
                guard let number = Int(value), number > 0 else { return nil }
                count = number
            default: return nil
            }
        }
        if let name {
            targets = FuzzTarget.all.filter { $0.name == name }
            if seconds == nil, count == nil { count = 1 }
        } else {
            targets = FuzzTarget.all
        }
        guard !targets.isEmpty, seconds != nil || name != nil else { return nil }
    }
}
