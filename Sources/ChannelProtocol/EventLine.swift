/// The line in which the event of a binary message stands, before the bytes.
///
///     {"event":"post","key":"k1"} ⏎ bytes …
package enum EventLine {
    /// What ends it.
    package static let end = UInt8(ascii: "\n")

    /// How long it is at most from a client, in bytes: a key takes up to six times its length, all escaped.
    package static let limit = 1024
}
