/// What happened in a run and where, for whoever draws it.
public struct Chronicle: Sendable {
    /// Something that happened on a host.
    struct Entry: Sendable, Equatable {
        /// When, in nanoseconds since the beginning.
        var time: Int64

        /// What.
        var event: Event

        /// Where.
        var host: Int
    }

    /// What can happen on a host.
    enum Event: Sendable, Equatable {
        /// A process starts.
        case start

        /// Its process dies.
        case death

        /// A message is posted, by its number.
        case post(Int)

        /// A message that was posted elsewhere is stored.
        case arrival(Int)

        /// Somebody comes, is taken in or let go, in the words that follow the host's name.
        case visit(String)
    }

    /// Everything, in the order of time.
    private(set) var entries: [Entry] = []

    /// What each message is called.
    private(set) var names: [String] = []

    /// When the run was over, in nanoseconds since the beginning.
    private(set) var end: Int64 = 0

    /// Writes down what happens.
    mutating func note(_ event: Event, on host: Int, at time: Int64) {
        entries.append(Entry(time: time, event: event, host: host))
    }

    /// Ends the chronicle.
    mutating func close(at time: Int64, names: [String]) {
        // Processes may live through short stretches one after the other.
        entries.sort { $0.time < $1.time }
        self.names = names
        end = max(time, entries.last?.time ?? 0)
    }

    /// The messages that broken promises name, of which these are the words.
    func messages(named by: [String]) -> Set<Int> {
        let texts = by.map { "\($0) " }
        return Set(
            names.indices.filter { message in
                let name = names[message]
                return texts.contains { $0.contains("\(name) ") || $0.contains("\(name)\"") }
            }
        )
    }
}
