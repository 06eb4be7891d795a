/// Where a node finds what its HTTPS takes: it reads both when it starts, and again when they change.
public struct TLSConfiguration: Equatable, Sendable {
    /// The file with the certificate and those that vouch for it, in PEM, in that order.
    public var certificate: String

    /// The file with the certificate's private key, in PEM, without a password.
    public var key: String

    /// Names two files.
    public init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }
}

extension TLSConfiguration {
    /// Reads a node's `tls`; whether the files are there, whoever runs the node finds out.
    init(_ value: PlacedValue, in surroundings: ConfigurationSurroundings) throws(ConfigurationError) {
        let object = try value.object(keys: ["certificate", "key"])
        certificate = surroundings.path(try object.required("certificate").string())
        key = surroundings.path(try object.required("key").string())
    }
}
