/// What somebody who plays with a demonstration makes of a link.
enum LinkSwitch: String, CaseIterable, Sendable {
    /// It carries all that there is.
    case up

    /// It carries nothing, and nobody dials.
    case down

    /// It carries a portion a second; see ``Pace``.
    case slow
}
