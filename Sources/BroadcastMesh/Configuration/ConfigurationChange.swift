/// What becomes of a running node when it is given another configuration: the difference of two, seen from that node.
///
/// It is a value, made of the two and nothing else. ``MeshNode/reconfigure(_:)`` carries it out, and in the log it reads
/// `+echo, link to delta now udp, retention.messages 10000 → 5000`.
public struct ConfigurationChange: Equatable, Sendable {
    /// A setting that is another than before, as text.
    public struct Setting: Equatable, Sendable {
        /// Where it stands: `retention.messages`, `http`.
        public var name: String

        /// What it is, or was.
        public var before: String

        /// What the new configuration says.
        public var after: String
    }

    /// The nodes that are new in the mesh.
    public var addedNodes: [String] = []

    /// The nodes that are not in the mesh any more; what they posted stays until retention lets it go.
    public var removedNodes: [String] = []

    /// The node's links that are new.
    public var addedLinks: [LinkConfiguration] = []

    /// The node's links that are gone; each is closed with a goodbye.
    public var removedLinks: [LinkConfiguration] = []

    /// The node's links that lead to the same peer as before in another way, as they are to be.
    public var changedLinks: [LinkConfiguration] = []

    /// The peers whose links cannot go on as they are: each is closed and opened again.
    ///
    /// Those over another transport, or sealed and not before, or the other way round; and all, when larger messages than
    /// before are taken, for each peer was told the limit when its link opened.
    public var renewedPeers: [String] = []

    /// Whether there are other keys than before, or in another order.
    public var hasOtherKeys = false

    /// The settings that change.
    public var settings: [Setting] = []

    /// The settings that cannot change while a node runs, and stay.
    public var fixed: [Setting] = []

    /// Whether nothing changes.
    public var isEmpty: Bool {
        addedNodes.isEmpty && removedNodes.isEmpty && addedLinks.isEmpty && removedLinks.isEmpty
            && changedLinks.isEmpty && renewedPeers.isEmpty && !hasOtherKeys && settings.isEmpty
    }
}

extension ConfigurationChange {
    /// Compares two configurations.
    ///
    /// - Parameters:
    ///   - old: What the node does.
    ///   - new: What it is to do.
    ///   - name: The node, which is in both.
    package init(from old: MeshConfiguration, to new: MeshConfiguration, of name: String) {
        let names = (old: Set(old.nodes.map(\.name)), new: Set(new.nodes.map(\.name)))
        addedNodes = new.nodes.map(\.name).filter { !names.old.contains($0) }
        removedNodes = old.nodes.map(\.name).filter { !names.new.contains($0) }
        hasOtherKeys = old.keys != new.keys
        compareLinks(old.links(of: name), new.links(of: name))
        if new.limits.messageBytes > old.limits.messageBytes {
            let added = Set(addedLinks.map(\.peer))
            renewedPeers = new.links(of: name).map(\.peer).filter { !added.contains($0) }
        }
        settings = Self.compare(old.changeableSettings(for: name), new.changeableSettings(for: name))
        fixed = Self.compare(old.fixedSettings(of: name), new.fixedSettings(of: name))
    }

    private mutating func compareLinks(_ old: [LinkConfiguration], _ new: [LinkConfiguration]) {
        let before = Dictionary(uniqueKeysWithValues: old.map { ($0.peer, $0) })
        let staying = Set(new.map(\.peer))
        removedLinks = old.filter { !staying.contains($0.peer) }
        for link in new {
            guard let earlier = before[link.peer] else {
                addedLinks.append(link)
                continue
            }
            guard earlier != link else { continue }
            changedLinks.append(link)
            if earlier.transport != link.transport || earlier.isSealed != link.isSealed {
                renewedPeers.append(link.peer)
            }
        }
    }

    /// What differs in two lists of settings; one that stands in one list only, with a node, is none.
    private static func compare(_ old: [MeshConfiguration.Setting], _ new: [MeshConfiguration.Setting]) -> [Setting] {
        let before = Dictionary(uniqueKeysWithValues: old.map { ($0.name, $0.text) })
        return new.compactMap { setting in
            guard let text = before[setting.name], text != setting.text else { return nil }
            return Setting(name: setting.name, before: text, after: setting.text)
        }
    }
}

extension ConfigurationChange: CustomStringConvertible {
    /// What changes, in one line; what stays though the file says otherwise is not in it.
    public var description: String {
        guard !isEmpty else { return "nothing" }
        let isRenewed = Set(renewedPeers)
        var parts = addedNodes.map { "+\($0)" } + removedNodes.map { "-\($0)" }
        parts += addedLinks.map { "+link to \($0.peer) over \($0.transport)" }
        parts += removedLinks.map { "-link to \($0.peer)" }
        parts += changedLinks.map { link in
            if isRenewed.contains(link.peer) {
                let seal = link.isSealed ? ", sealed" : hasOtherKeys ? ", not sealed" : ""
                return "link to \(link.peer) now \(link.transport)\(seal)"
            }
            return "link to \(link.peer) \(link.dialAddress.map { "now dialed at \($0)" } ?? "not dialed any more")"
        }
        if hasOtherKeys { parts.append("other keys") }
        parts += settings.map { "\($0.name) \($0.before) → \($0.after)" }
        return parts.joined(separator: ", ")
    }
}
