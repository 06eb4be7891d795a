import Reactor

/// What a driver does for a node that takes time: each answers with what the node is to be told of it.
extension NodeFact {
    /// Reads a certificate.
    static func read(_ files: TLSConfiguration, in world: any World) -> NodeFact {
        do throws(CertificateError) {
            return .certificate(.success(try CertificateFiles(files, in: world)))
        } catch {
            return .certificate(.failure(error))
        }
    }

    /// Waits for the disk.
    static func run(_ wait: DiskWait) -> NodeFact {
        var wait = wait
        do throws(SystemError) { try wait.run() } catch { return .diskFailed(.system(error)) }
        return .synced(wait)
    }

    /// Rewrites segments.
    static func run(_ fold: consuming SegmentFold) -> NodeFact {
        let names = fold.names
        do throws(StorageError) {
            return .folded(names, .success(try fold.run()))
        } catch {
            return .folded(names, .failure(error))
        }
    }
}
