import BroadcastMesh
import MeshClient
import Reactor

extension CommandSyntax.Option {
    /// Whose word is taken for the certificate of a node.
    static let authorities = Self(
        name: "--cacert",
        placeholder: "FILE",
        summary: "with https: the PEM certificates that are believed (default: SSL_CERT_FILE, else the system's)"
    )

    /// Which mesh.
    static let config = Self(
        name: "--config",
        placeholder: "FILE",
        summary: "the configuration of the mesh (default: MESH_CONFIG, else mesh.json)"
    )

    /// Where what must not be forgotten is kept.
    static let data = Self(
        name: "--data",
        placeholder: "DIR",
        summary: "where the node keeps its messages; mesh up gives each node DIR/NAME (default: in memory only)"
    )

    /// Whether whoever comes may break the mesh.
    static let demo = Self(
        name: "--demo",
        placeholder: "",
        summary: "a demonstration: the page has switches that cut links and kill nodes; on loopback only"
    )

    /// When the disk is waited for.
    static let fsync = Self(
        name: "--fsync",
        placeholder: "POLICY",
        summary: "when it waits for the disk: none, interval or always (default: interval); needs --data",
        choices: FsyncPolicy.allCases.map(\.rawValue)
    )

    /// For how long balancers are told to find another node.
    static let drain = Self(
        name: "--drain",
        placeholder: "SECONDS",
        summary: "how long it goes on serving when it is to stop, with 503 at /health; at most 300 (default: 0)"
    )

    /// For programs.
    static let json = Self(name: "--json", placeholder: "", summary: "one JSON object for each line")

    /// Whether to look again and again.
    static let watch = Self(name: "--watch", placeholder: "", summary: "look again every second, until Ctrl-C")

    /// Where all is written that the world answers a node.
    static let record = Self(
        name: "--record",
        placeholder: "FILE",
        summary: "write all that the world answers to FILE, which mesh replay runs again"
    )

    /// What the log looks like.
    static let log = Self(
        name: "--log",
        placeholder: "FORMAT",
        summary: "how the log on standard error looks: text or json (default: text)",
        choices: LogFormat.allCases.map(\.rawValue)
    )

    /// What the log tells.
    static let logLevel = Self(
        name: "--log-level",
        placeholder: "LEVEL",
        summary: "what it tells at least: debug, info, warning or error "
            + "(default: info; where mesh up shows a table: warning)",
        choices: LogLevel.allCases.map(\.rawValue)
    )
}

extension Arguments {
    /// Whose word is taken for the certificate of a node.
    ///
    /// - Throws: ``CommandError/failure(_:)`` for a file that cannot be read.
    func trust() throws(CommandError) -> ServerTrust {
        guard let file = self.file(of: "--cacert") else { return .system }
        try file.requireReadable()
        return .file(file.path)
    }

    /// The path of the configuration.
    var configurationPath: String { value(of: "--config") ?? variable("MESH_CONFIG") ?? Self.usualConfigurationPath }

    /// The configuration, read and validated.
    ///
    /// - Parameters:
    ///   - path: Where it is read from, when not where the person said.
    ///   - cure: What does without one, if anything does.
    /// - Returns: The mesh.
    /// - Throws: ``CommandError/configuration(_:)``, with the place of the mistake.
    func configuration(from path: String? = nil, orElse cure: String? = nil) throws(CommandError) -> MeshConfiguration {
        try requireConfiguration(at: path ?? configurationPath, orElse: cure)
        do throws(ConfigurationError) {
            return try MeshConfiguration(
                contentsOf: path ?? configurationPath,
                environment: CurrentProcess.meshVariables
            )
        } catch {
            var error = error
            if error.file == path { error.file = configurationPath }
            throw .configuration(error)
        }
    }

    /// The configuration of a mesh whose nodes this version can run.
    ///
    /// - Parameter path: Where it is read from, when not where the person said.
    /// - Returns: The mesh.
    /// - Throws: ``CommandError/configuration(_:)``, with the place of the mistake.
    func runnableConfiguration(from path: String? = nil) throws(CommandError) -> MeshConfiguration {
        let mesh = try configuration(from: path)
        do throws(MeshNodeError) {
            try MeshNode.check(mesh)
        } catch {
            throw .configuration(ConfigurationError(file: configurationPath, place: "key", problem: "\(error)"))
        }
        return mesh
    }

    /// Looks at the certificates of the nodes that are to run here.
    ///
    /// - Parameters:
    ///   - mesh: The configuration.
    ///   - name: The node that is to run; without one, all of them.
    /// - Throws: ``CommandError/configuration(_:)``, for the first that cannot be shown.
    func requireCertificates(of mesh: MeshConfiguration, for name: String? = nil) throws(CommandError) {
        for finding in MeshNode.findings(aboutCertificatesOf: mesh, of: name) where finding.weight != .warning {
            throw mistake(finding)
        }
    }

    /// The error about a certificate.
    func mistake(_ finding: CertificateFinding) -> CommandError {
        let file = configurationPath
        return .configuration(ConfigurationError(file: file, place: finding.place, problem: finding.problem))
    }

    /// Where and how a node keeps what it must not forget; `nil` when it is to forget.
    func storage() throws(CommandError) -> StorageSettings? {
        let fsync: FsyncPolicy? = try choice(of: "--fsync")
        guard let directory = value(of: "--data") else {
            guard fsync == nil else { throw usage("--fsync needs --data") }
            return nil
        }
        try NamedFile(option: "--data", path: directory).requireFolderOrNothing()
        return StorageSettings(directory: directory, fsync: fsync ?? .interval)
    }

    /// Where a node of a mesh is to be recorded, if anywhere.
    ///
    /// - Throws: ``CommandError/configuration(_:)`` for a mesh with a key or with files of its own, and for a node with a
    ///   certificate; ``CommandError/failure(_:)`` where no file can be.
    func recording(of node: NodeConfiguration, in mesh: MeshConfiguration) throws(CommandError) -> String? {
        guard let path = value(of: "--record") else { return nil }
        let sealed = "and what is sealed cannot be recorded"
        if mesh.key != nil {
            throw notRecorded(path, "key", "the links are sealed with it, \(sealed)", "a mesh without one")
        }
        if node.tls != nil {
            throw notRecorded(path, "tls", "browsers are served over it, \(sealed)", "a node without it")
        }
        if mesh.publicFiles != nil {
            throw notRecorded(path, "public", "no recording has the files of a folder", "a mesh without one")
        }
        try NamedFile(option: "--record", path: path).requireFileOrNothing(called: "\(node.name).recording")
        return path
    }

    private func notRecorded(_ path: String, _ place: String, _ reason: String, _ cure: String) -> CommandError {
        let problem = "\(reason): --record \(path) needs \(cure)"
        return .configuration(ConfigurationError(file: configurationPath, place: place, problem: problem))
    }
}

extension CurrentProcess {
    /// What of the environment a configuration depends on.
    fileprivate static var meshVariables: [String: String] {
        let name = "MESH_KEY"
        return textVariable(name).map { [name: $0] } ?? [:]
    }

    /// The value of a variable of the environment, where it is a text: those of ours were looked at when the program began.
    static func textVariable(_ name: String) -> String? { (try? environmentVariable(name)) ?? nil }
}
