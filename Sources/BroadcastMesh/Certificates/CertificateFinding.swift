import Reactor
import SystemTLS

/// What is to be said of a node's certificate, before it is run.
public struct CertificateFinding: Equatable, Sendable {
    /// How bad it is.
    public enum Weight: Equatable, Sendable {
        /// The node runs, but browsers may not like it.
        case warning

        /// A file is not on this machine, or not for this user: the node cannot run here, and perhaps is not meant to.
        case notHere

        /// The node cannot run anywhere.
        case mistake
    }

    /// How bad it is.
    public let weight: Weight

    /// Where in the configuration: `nodes[0].tls.key`.
    public let place: String

    /// What is wrong, and what to do.
    public let problem: String

    /// What to say of how long a certificate lasts, if anything.
    static func words(for validity: Validity) -> String? {
        let days = "\(validity.days) day\(validity.days == 1 ? "" : "s")"
        guard !validity.isOver else { return "the certificate ended \(days) ago; browsers refuse it: renew it" }
        return validity.days < ClientSeal.warning ? "the certificate ends in \(days): renew it" : nil
    }
}

extension CertificateFinding {
    /// Looks at the certificates of a mesh, as far as they are on this machine.
    ///
    /// - Parameters:
    ///   - configuration: The mesh.
    ///   - name: The node whose certificate is looked at; without one, all nodes.
    ///   - world: Who reads the files; the caller waits.
    /// - Returns: What is to be said, in the order of the nodes.
    static func all(
        in configuration: MeshConfiguration,
        of name: String?,
        _ world: any World
    ) -> [CertificateFinding] {
        configuration.nodes.enumerated().compactMap { index, node in
            guard name == nil || node.name == name, let tls = node.tls else { return nil }
            do throws(CertificateError) {
                let context = try CertificateFiles(tls, in: world).context()
                guard let words = context.validity.flatMap(CertificateFinding.words) else { return nil }
                return CertificateFinding(weight: .warning, place: "nodes[\(index)].tls.certificate", problem: words)
            } catch {
                let weight = error.isThere ? CertificateFinding.Weight.mistake : .notHere
                let place = "nodes[\(index)].\(error.place)"
                return CertificateFinding(weight: weight, place: place, problem: error.problem)
            }
        }
    }
}
