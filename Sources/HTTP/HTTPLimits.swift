/// How much of a message is read before it is refused.
public struct HTTPLimits: Equatable, Sendable {
    /// The longest request line, in bytes without its CR LF; beyond it the answer is 414.
    ///
    /// RFC 9112 §3 asks for at least 8,000.
    public var requestLineBytes = 8 << 10

    /// The largest head, in bytes with the empty line that ends it; beyond it the answer is 431.
    public var headBytes: Int

    /// The largest body once it is decoded, in bytes; beyond it the answer is 413.
    public var bodyBytes: Int

    /// The most fields in one head or trailer; beyond it the answer is 431.
    ///
    /// Browsers send about 20, and a chain of proxies adds some. Each costs memory of its own: 16 KiB hold 5,000 of them.
    public static let mostFields = 100

    /// The most that the extensions and the trailer of a chunked body may take together, in bytes.
    ///
    /// They are read and thrown away, so there is no reason to be generous; counted for each chunk alone, a body of
    /// 1 MiB could hide gigabytes.
    public static let chunkOverheadBytes = 4 << 10

    /// Sets the two limits that a node's configuration can change.
    ///
    /// - Parameters:
    ///   - headBytes: The largest head, in bytes; 16 KiB is what most servers take.
    ///   - bodyBytes: The largest body, in bytes.
    public init(headBytes: Int = 16 << 10, bodyBytes: Int = 1 << 20) {
        self.headBytes = headBytes
        self.bodyBytes = bodyBytes
    }
}
