/// The version of this library and of the `mesh` program.
public enum Version {
    /// What `mesh --version` and `/status` say (Semantic Versioning 2.0).
    public static let current = "0.1.0"
}
