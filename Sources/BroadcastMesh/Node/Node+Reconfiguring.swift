import Gossip

extension Node {
    /// Goes on as another configuration says, without dropping a client, or a link that stays.
    ///
    /// - Parameter mesh: What the file says by now.
    /// - Returns: What changes, and what does not though the file says so; a node that stops changes nothing.
    /// - Throws: When that mesh has no such node, or its nodes cannot be run; nothing has changed then.
    mutating func reconfigure(_ mesh: MeshConfiguration) throws(MeshNodeError) -> ConfigurationChange {
        let changed = try settings.changed(to: mesh)
        let change = ConfigurationChange(from: settings.mesh, to: mesh, of: settings.node.name)
        guard lifecycle.phase == .created || lifecycle.phase.isOpen else { return change }
        readClocks()
        tell(change)
        if !change.isEmpty { carryOut(change, changed) }
        // Whatever the file says of them, those with the certificate may have changed.
        serving.readCertificateAgain(from: settings.node.tls)
        return change
    }

    private func tell(_ change: ConfigurationChange) {
        settings.log.info("configuration read again", ["changes": .string(change.description)])
        for setting in change.fixed {
            settings.log.warning(
                "cannot change while the node runs",
                ["setting": .string(setting.name), "stays": .string(setting.before), "file": .string(setting.after)]
            )
        }
    }

    /// Has each part go on by itself.
    private mutating func carryOut(_ change: ConfigurationChange, _ changed: NodeSettings) {
        let earlierURL = settings.node.url
        settings = changed
        let (mesh, node) = (changed.mesh, changed.node)
        gossip.reconfigure(GossipSettings(changed.linkedMesh, of: node), renewing: change.renewedPeers, at: clock.now)
        peers.reconfigure(
            changed.peers,
            sealedBy: change.hasOtherKeys ? changed.seal : nil,
            with: &gossip,
            at: clock.now.monotonic
        )
        serving.reconfigure(ServingSettings(mesh))
        routes.reconfigure(mesh, of: node)
        rooms.reconfigure(mesh, with: gossip)
        guard lifecycle.phase.isOpen else { return }
        shareDescriptors(serving.descriptors.shared(with: mesh.links(of: node.name).count))
        if node.url != earlierURL, let address = serving.addresses.first { advertise(address) }
        workForPeers()
    }
}
