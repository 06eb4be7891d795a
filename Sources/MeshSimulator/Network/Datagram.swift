/// A datagram on its way.
struct Datagram: Sendable {
    /// Whose it is.
    var connection: Int

    /// Which end sent it.
    var end: Int

    /// What it says.
    var bytes: [UInt8]
}
