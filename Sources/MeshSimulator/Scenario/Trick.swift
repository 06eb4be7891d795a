/// What a client does that wants to harm a node, or others through it.
///
/// It knows what everybody can know: names, runs, keys that it has seen. It does not know secrets, so it may be somebody's
/// neighbour in a room and never somebody else.
public enum Trick: String, CaseIterable, Sendable {
    /// Comes with positions that cannot be: runs nobody knows, numbers at every limit, thousands of runs; reads a little
    /// of what it gets, and then no more.
    case positions

    /// Comes and goes in the same instant, again and again, under a name.
    case names

    /// Claims names of others, and says things under their keys.
    case theft

    /// Says many short things at once in a room of its own.
    case flood

    /// Says something as long as may be.
    case giants

    /// Says short things by turns in a room of its own and in many others: where few are kept of a room, gaps and messages
    /// alternate.
    case scatter

    /// Makes many rooms whose names are as long as may be, says something in each, and leaves it.
    case rooms
}
