import FoundationEssentials
import Reactor

/// A configuration on the disk, with ports that were free a moment ago.
struct TemporaryMesh {
    let folder: URL
    let path: String
    let http: [String]
    let gossip: [String]

    /// Writes a mesh in which each node dials the next.
    init(_ names: String...) throws {
        var addresses: [String] = []
        var sockets: [ListeningBox] = []
        for _ in 0..<(2 * names.count) {
            let box = ListeningBox(try Socket.listen(on: .loopback()))
            addresses.append("\(box.socket.localAddress)")
            // Kept until all are found, so that no two are the same.
            sockets.append(box)
        }
        let http = Array(addresses.prefix(names.count))
        let gossip = Array(addresses.suffix(names.count))
        let nodes = names.indices.map { index in
            let peers = index + 1 < names.count ? "\"\(names[index + 1])\"" : ""
            let start = #"{ "name": "\#(names[index])", "http": "\#(http[index])", "gossip": "\#(gossip[index])""#
            return start + #", "peers": [\#(peers)] }"#
        }
        self.http = http
        self.gossip = gossip
        folder = FileManager.default.temporaryDirectory.appending(path: "mesh-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: "mesh.json")
        path = file.path(percentEncoded: false)
        try Data(#"{ "nodes": [\#(nodes.joined(separator: ",\n"))] }"#.utf8).write(to: file)
    }

    /// Removes it from the disk.
    func remove() {
        try? FileManager.default.removeItem(at: folder)
    }

    private final class ListeningBox {
        let socket: Socket

        init(_ socket: consuming Socket) {
            self.socket = socket
        }
    }
}
