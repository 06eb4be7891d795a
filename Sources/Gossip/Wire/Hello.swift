import Bytes

/// The greeting with which each side of a link opens: who it is, and which versions of the protocol it speaks.
///
///     ├─ "MESH" ─┬─ lowest version ─┬─ highest version ─┬─ field ─┬─ field ─┬ ⋯ ┤      field: tag, length, value
///
/// So much is the same in all versions to come: who speaks none of the peer's versions still reads which those are. A
/// field whose tag is not known is passed over.
struct Hello: Equatable, Sendable {
    /// The first bytes of every greeting.
    static let magic: [UInt8] = Array("MESH".utf8)

    /// The longest reason in a goodbye, in bytes.
    static let goodbyeLimit = 256

    /// The longest name of a node, in bytes.
    static let nameLimit = MessageID.nodeLimit

    /// The lowest and the highest version of the protocol that the node speaks, and all between them.
    var versions = ProtocolVersion.spoken

    /// The node's name.
    var name = ""

    /// Its run.
    var epoch: UInt64 = 0

    /// Made up by the process when it started: tells two processes under one name apart.
    var bootNonce: UInt64 = 0

    /// Made up for this link: who says it in its ``FrameType/welcome`` has read this very greeting, and plays no recording.
    var linkNonce: UInt64 = 0

    /// The longest frame of a message that the node takes, in bytes: what is longer it gets as a gap.
    var frameLimit: UInt64 = 0

    /// What the node's wall clock showed, in microseconds since 1970.
    var wall: Int64 = 0

    /// What the node understands beside what every node of the version does.
    var capabilities = Capabilities()

    /// What should be the same on every node; `nil` of one that does not say.
    var agreement: Agreement?

    /// Fields that nobody knows yet, as they stand behind the others; passed over where they are read.
    var addition: [UInt8] = []
}

/// What a node understands beside what every node of a version of the protocol does: it is sent to nobody else.
///
/// So a node that knows more speaks to one that knows less, both ways round.
struct Capabilities: OptionSet, Sendable {
    let rawValue: UInt64

    /// Takes frames of the type ``FrameType/agreement``.
    static let agreement = Capabilities(rawValue: 1)

    /// All that this code understands.
    static let known: Capabilities = [.agreement]
}

extension Span<UInt8> {
    /// The text at `range`; counts as truncated when it is no UTF-8.
    func string(in range: Range<Int>) throws(TruncatedInput) -> String {
        guard let text = try? UTF8Span(validating: extracting(range)) else { throw TruncatedInput() }
        return String(copying: text)
    }

    /// The bytes at `range`.
    func array(in range: Range<Int>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(extracting(range))
        return bytes
    }
}
