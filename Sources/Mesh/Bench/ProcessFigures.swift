import Reactor

/// What a process of this machine has taken of it, as the kernel counts.
struct ProcessFigures {
    /// The number of the process.
    let number: Int32

    /// What all its threads have spent on a processor, in nanoseconds; counted in hundredths of a second.
    func spent() throws(CommandError) -> Double {
        // proc(5): the name may have anything in it but ends at the last parenthesis; 14 and 15 are user and system time.
        let fields = try read("stat").split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else {
            throw .failure("/proc tells nothing of process \(number)")
        }
        return (user + system) * 10_000_000
    }

    /// What it has of the memory, in bytes.
    func memory() throws(CommandError) -> Double {
        // A line of it: `VmRSS:	   12345 kB`. Other files count in pages, which have another size on other machines.
        let line = try read("status").split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        guard let kilobytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Double($0) })
        else {
            throw .failure("/proc tells nothing of process \(number)")
        }
        return kilobytes * 1024
    }

    private func read(_ name: String) throws(CommandError) -> String {
        do throws(SystemError) {
            let bytes = try File("/proc/\(number)/\(name)", .read).readToEnd(limit: 4096)
            return String(decoding: bytes ?? [], as: UTF8.self)
        } catch {
            throw .failure("\(error)")
        }
    }
}
