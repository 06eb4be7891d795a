import Reactor

/// What this process takes of the machine's memory.
enum Resident {
    /// In bytes, as the kernel counts pages.
    static func bytes() throws(SystemError) -> Int {
        let text = String(decoding: try File("/proc/self/statm", .read).readToEnd(limit: 4096) ?? [], as: UTF8.self)
        let fields = text.split(separator: " ")
        return (fields.count > 1 ? Int(fields[1]) ?? 0 : 0) * 4096
    }
}
