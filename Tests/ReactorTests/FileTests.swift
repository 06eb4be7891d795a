import FoundationEssentials
import Reactor
import Testing

@Suite("A file of the disk") final class FileTests {
    private let directory: Directory
    private let url = FileManager.default.temporaryDirectory.appending(path: "mesh-file-\(UUID())")

    init() throws {
        directory = Directory(url.appending(path: "a/b").path(percentEncoded: false))
        try directory.create()
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    @Test func `has what was written to it, and no more once it is cut`() throws {
        let path = directory.path(of: "file")
        let file = try File(path, .replace)
        let bytes = [UInt8](repeating: 7, count: 300_000)
        try file.write(bytes.span)
        try file.sync()
        #expect(try File(path, .read).readAll() == bytes)

        try file.truncate(to: 10)
        let more: [UInt8] = [1, 2]
        try File(path, .append).write(more.span)
        #expect(try File(path, .read).readAll() == Array(bytes[..<10]) + more)

        _ = try File(path, .replace)
        #expect(try File(path, .read).readAll() == [])
    }

    @Test func `is read piece by piece, to its end`() throws {
        let path = directory.path(of: "pieces")
        let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0) }
        try File(path, .replace).write(bytes.span)
        let file = try File(path, .read)
        #expect(try file.readOn(600) == Array(bytes[..<600]))
        #expect(try file.readOn(0) == [])
        #expect(try file.readOn(600) == Array(bytes[600...]))
        #expect(try file.readOn(1) == [])
        // Not what is asked for takes memory, but what there is.
        #expect(try File(path, .read).readOn(1 << 46) == bytes)
    }

    @Test func `is locked by one at a time, until it is closed`() throws {
        let path = directory.path(of: "lock")
        do {
            let first = try File(path, .lock)
            #expect(try first.lock())
            #expect(try !File(path, .lock).lock())
        }
        #expect(try File(path, .lock).lock())
    }

    @Test func `takes the place of another, and goes`() throws {
        for name in ["one", "two", ".hidden"] { _ = try File(directory.path(of: name), .replace) }
        #expect(try directory.names() == ["one", "two"])
        try directory.rename("one", to: "two")
        try directory.sync()
        #expect(try directory.names() == ["two"])
        try directory.remove("two")
        #expect(try directory.names() == [])
        try directory.create()
    }

    @Test func `is in a directory that is opened once, and waited for wherever that is`() throws {
        try directory.sync()
        let other = url.appending(path: "c")
        try FileManager.default.moveItem(atPath: directory.path, toPath: other.path(percentEncoded: false))
        try directory.sync()
        #expect(throws: SystemError.self) { try Directory(directory.path).sync() }
    }

    @Test func `is named by the error`() throws {
        let path = directory.path(of: "nothing")
        #expect(throws: SystemError(call: "open", subject: path, code: 2)) { try File(path, .read) }
        let full = try File("/dev/full", .append)
        let bytes: [UInt8] = [1]
        #expect(throws: SystemError(call: "write", subject: "/dev/full", code: 28)) { try full.write(bytes.span) }
        try FileManager.default.removeItem(at: url)
        #expect(throws: SystemError.self) { try directory.names() }
        #expect(throws: SystemError.self) { try directory.rename("one", to: "two") }
        #expect(throws: SystemError.self) { try directory.remove("one") }
        #expect(throws: SystemError.self) { try directory.sync() }
    }

    @Test func `is read to its end where it has no length, up to a limit`() throws {
        #expect(try File("/proc/self/cmdline", .read).readToEnd(limit: 1 << 20)?.isEmpty == false)
        #expect(try File("/dev/zero", .read).readToEnd(limit: 100_000) == nil)
        #expect(try File("/dev/null", .read).readToEnd(limit: 0) == [])
        #expect(throws: SystemError.self) { try File("/", .read).readToEnd(limit: 1) }
    }

    @Test(arguments: [
        ("mesh.key", "mesh.json", "mesh.key"), ("mesh.key", "conf/mesh.json", "conf/mesh.key"),
        ("../mesh.key", "/etc/mesh/mesh.json", "/etc/mesh/../mesh.key"), ("mesh.key", "/mesh.json", "/mesh.key"),
        ("/run/mesh.key", "conf/mesh.json", "/run/mesh.key"), ("ключ é/k", "дом/mesh.json", "дом/ключ é/k"),
    ])
    func `is found where the file that names it is`(path: String, file: String, place: String) {
        #expect(File.path(path, namedIn: file) == place)
    }
}
