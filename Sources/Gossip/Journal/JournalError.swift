/// A part of a journal is not what this version writes.
public struct JournalError: Error, Equatable, Sendable {}
