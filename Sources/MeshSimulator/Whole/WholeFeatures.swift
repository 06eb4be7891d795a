/// What the files of a mesh say, and what its nodes are, beyond what they must.
public struct WholeFeatures: OptionSet, Sendable {
    /// The sum of them.
    public let rawValue: Int

    /// Has those of a sum.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// The file says more than it must: pages of their own, origins, an address for browsers, a limit of messages.
    public static let wideFile = WholeFeatures(rawValue: 1)

    /// The first file calls hosts by their names.
    public static let namedHosts = WholeFeatures(rawValue: 2)

    /// The file that comes later does.
    public static let laterNamedHosts = WholeFeatures(rawValue: 4)

    /// Whoever comes may break the nodes on purpose.
    public static let demonstration = WholeFeatures(rawValue: 8)

    /// Nodes never wait for their disks, where that makes a difference for nobody.
    public static let neverWaits = WholeFeatures(rawValue: 16)

    /// Both ends of each link name each other, and so both dial.
    public static let mutualLinks = WholeFeatures(rawValue: 32)

    /// The file that comes later admits so many origins that no line of a log has room for them.
    public static let manyOrigins = WholeFeatures(rawValue: 64)

    /// Nodes show their clients certificates, and are spoken with through a seal.
    public static let sealedDoors = WholeFeatures(rawValue: 128)
}

extension WholeTerrain {
    /// Whether it has a feature.
    public subscript(feature: WholeFeatures) -> Bool {
        get { features.contains(feature) }
        set { if newValue { features.insert(feature) } else { features.remove(feature) } }
    }
}
