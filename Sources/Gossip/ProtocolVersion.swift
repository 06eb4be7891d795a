/// The versions of the protocol between nodes that this code speaks; two ends speak the highest that both do.
enum ProtocolVersion {
    /// From the lowest to the highest.
    static let spoken: ClosedRange<UInt8> = 2...2
}
