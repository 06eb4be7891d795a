extension MeshConfiguration {
    /// Reads and validates a configuration.
    ///
    /// - Parameters:
    ///   - bytes: The file, in UTF-8.
    ///   - file: What to call it in an error.
    ///   - surroundings: The environment, the other files and the names that it may refer to.
    /// - Throws: The first mistake, and its place.
    package init(
        parsing bytes: [UInt8],
        from file: String = "mesh.json",
        in surroundings: ConfigurationSurroundings = .none
    ) throws(ConfigurationError) {
        let whole = try PlacedValue(decoding: bytes, from: file)
        let top = try whole.object(keys: ["nodes", "key", "origins", "public", "limits", "retention"])

        let list = try top.required("nodes")
        nodes = try list.list { node throws(ConfigurationError) in try NodeConfiguration(node, in: surroundings) }
        guard !nodes.isEmpty else { throw list.error("a mesh needs at least one node") }
        limits = try ClientLimits(top["limits"])
        retention = try Retention(top["retention"], messageBytes: limits.messageBytes, whole: whole)
        origins = try top["origins"]?.list { origin throws(ConfigurationError) in try origin.origin() } ?? []
        publicFiles = try PublicFiles.read(from: top["public"], in: surroundings)
        keys = try SharedKey.read(from: top["key"], in: surroundings)

        try requireHidden(keys + SharedKey.named(in: top["key"], surroundings), "the mesh's key", from: top["public"])
        try requireHidden(certificateKeys(in: surroundings), "the key of a certificate", from: top["public"])
        try requireNoData(in: top["public"])
        try requireUniqueNames(in: whole)
        try requireUniqueAddresses(in: whole)
        try requireKnownPeers(in: whole)
        try requireKnownPorts(in: whole)
        try requireOneTransportPerLink(in: whole)
        if keys.isEmpty { try requireLoopback(in: whole, resolve: surroundings.resolve) }
    }
}
