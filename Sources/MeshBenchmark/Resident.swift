import Reactor

/// What a process takes of the machine's memory.
enum Resident {
    /// In bytes, as the kernel counts pages; of this process, or of another, by its number.
    static func bytes(of process: String = "self") throws(SystemError) -> Int {
        let file = try File("/proc/\(process)/statm", .read)
        let fields = String(decoding: try file.readToEnd(limit: 4096) ?? [], as: UTF8.self).split(separator: " ")
        return (fields.count > 1 ? Int(fields[1]) ?? 0 : 0) * 4096
    }
}
