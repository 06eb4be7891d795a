import Bytes

/// The first record of a recording: whose it is, and what the node was told before it started.
struct RecordingTitle: Equatable {
    /// What every recording begins with, behind the head of its first chunk.
    static let magic = Array("mesh recording\n".utf8)

    /// The format that this program writes; it reads that and those before it.
    ///
    /// In the first one the length of a chunk had no check.
    static let format: UInt64 = 2

    /// The format in which it was written.
    private(set) var format = Self.format

    /// The version of the program that wrote it.
    var version = Version.current

    /// The node's name.
    var node: String

    /// The mesh, as a `mesh.json` without a key.
    var mesh: [UInt8]

    /// Where the node kept what it must not forget, if anywhere.
    var storage: StorageSettings?

    /// Says what a node was told.
    init(node: String, of mesh: MeshConfiguration, storage: StorageSettings?) {
        self.node = node
        self.mesh = mesh.json
        self.storage = storage
    }

    /// Writes it.
    func write(to bytes: inout [UInt8]) {
        bytes += Self.magic
        bytes.append(varint: format)
        version.write(to: &bytes)
        node.write(to: &bytes)
        mesh.write(to: &bytes)
        (storage?.directory).write(to: &bytes)
        (storage?.fsync.rawValue).write(to: &bytes)
    }

    /// Reads it.
    ///
    /// - Throws: ``RecordingError`` when it is none of this format.
    init(from input: inout RecordingInput) throws(RecordingError) {
        do throws(TruncatedInput) {
            for byte in Self.magic where try input.byte() != byte { throw TruncatedInput() }
        } catch {
            throw .noRecording
        }
        do throws(TruncatedInput) { format = try input.varint() } catch { throw .noRecording }
        guard (1...Self.format).contains(format) else { throw .unknownFormat(format) }
        do throws(TruncatedInput) {
            version = try String(from: &input)
            node = try String(from: &input)
            mesh = try [UInt8](from: &input)
            let directory = try String?(from: &input)
            let fsync = try String?(from: &input).flatMap { FsyncPolicy(rawValue: $0) }
            storage = directory.map { StorageSettings(directory: $0, fsync: fsync ?? .interval) }
        } catch {
            throw .noRecording
        }
    }
}
