/// What no browser may be given.
extension MeshConfiguration {
    /// How much white space may stand around a secret, in bytes: only what is about as long as one is looked at.
    private static let mostSpace = 256

    /// Refuses to serve a secret to everybody, whatever its file is called in the public folder: it may be a link, or a copy.
    ///
    /// - Parameters:
    ///   - secrets: Without white space around them.
    ///   - name: What they are.
    ///   - folder: The configuration's `public`.
    /// - Throws: Which file has one.
    func requireHidden(
        _ secrets: [Secret],
        _ name: String,
        from folder: PlacedValue?
    ) throws(ConfigurationError) {
        guard !secrets.isEmpty else { return }
        try requireNone(name, in: folder) { bytes in
            secrets.contains { secret in
                !secret.bytes.isEmpty && (0...Self.mostSpace).contains(bytes.count - secret.bytes.count)
                    && secret == Secret(SharedKey.trimmed(bytes))
            }
        }
    }

    /// Refuses to serve what nodes have written, with the messages of every channel.
    ///
    /// - Parameter folder: The configuration's `public`.
    /// - Throws: Which file is a node's.
    func requireNoData(in folder: PlacedValue?) throws(ConfigurationError) {
        try requireNone("a node's data", in: folder) { !SegmentHeader.isTorn($0.span) }
    }

    private func requireNone(
        _ name: String,
        in folder: PlacedValue?,
        where isShown: ([UInt8]) -> Bool
    ) throws(ConfigurationError) {
        guard let folder, let publicFiles else { return }
        let shown = publicFiles.files.filter { isShown($0.value.bytes) }
        guard let path = shown.keys.map({ String(decoding: $0, as: UTF8.self) }).min() else { return }
        let place = "\"\(path)\" in the folder \"\(publicFiles.folder)\""
        throw folder.error("\(place) is \(name), and everybody could read it; keep it elsewhere")
    }

    /// The private keys of the nodes' certificates, as far as they are on this machine.
    func certificateKeys(in surroundings: ConfigurationSurroundings) -> [Secret] {
        let paths = Set(nodes.compactMap(\.tls?.key)).sorted()
        return paths.compactMap { path in
            ((try? surroundings.readFile(path)) ?? nil).map { Secret(SharedKey.trimmed($0)) }
        }
    }
}
