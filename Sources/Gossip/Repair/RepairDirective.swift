/// What a link is to be told about something that is missing.
enum RepairDirective: Equatable {
    /// To send these entries of an origin.
    case ask(origin: Int, entries: ClosedRange<UInt64>, link: Int)

    /// To be the parent from now on, and to send at once everything that is missing.
    case graft(origin: Int, link: Int)
}
