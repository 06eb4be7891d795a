import CLinux
import Glibc

/// A child as its thread sees it: two pipes that it prints into, and a descriptor that is readable once it has ended.
struct Spawn: ~Copyable {
    let number: pid_t
    private let end: FileDescriptor
    private static let readSize = 16 << 10

    /// How often to look at the pipes once the child has ended: so often that they, 64 KiB each, are empty then.
    private static let looksAfterEnd = (64 << 10) / readSize + 1

    private let standardOutput: FileDescriptor
    private let standardError: FileDescriptor

    /// Starts a program; see ``ChildProcess/start(_:arguments:holding:environment:handleLine:)``.
    ///
    /// `watch` opens what is readable once a process has ended, as `pidfd_open` does.
    static func start(
        _ program: String,
        _ arguments: [String],
        _ additions: [String: String],
        holding signals: [Signal] = [],
        watch: (pid_t) -> CInt = process_descriptor
    ) throws(SystemError) -> Spawn {
        let output = try Pipe()
        let error = try Pipe()

        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, output.writing.rawValue, 1)
        unsafe posix_spawn_file_actions_adddup2(&actions, error.writing.rawValue, 2)

        var attributes = posix_spawnattr_t()
        // What is blocked stays so across the start of a program, and waits.
        var held = SignalSet(signals).bits
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        unsafe posix_spawnattr_setsigmask(&attributes, &held)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))

        var number: pid_t = 0
        let environment = inheritedEnvironment(with: additions)
        let code = unsafe withCStrings([program] + arguments) { arguments in
            unsafe withCStrings(environment) { environment in
                // Safe: both lists end with a null pointer and outlive the call.
                unsafe posix_spawn(&number, program, &actions, &attributes, arguments, environment)
            }
        }
        guard code == 0 else { throw SystemError(call: "posix_spawn", subject: program, code: code) }
        // The child cannot vanish before this call: only `reap` takes it off the kernel's table.
        let end: FileDescriptor
        do throws(SystemError) {
            end = try FileDescriptor(taking: watch(number), from: "pidfd_open", subject: program)
        } catch {
            // Nobody would wait for it, or know that it runs.
            _ = kill(number, SIGKILL)
            while waitpid(number, nil, 0) < 0, errno == EINTR {}
            throw error
        }
        return Spawn(number: number, end: end, standardOutput: output.reading, standardError: error.reading)
    }

    /// Passes on what the child prints, until it has ended and everything that it printed was read.
    ///
    /// A grandchild may hold the pipes open for longer; nobody waits for it.
    mutating func readLines(_ handleLine: (ChildProcess.Output, String) -> Void) {
        var splitters: [2 of LineSplitter] = [LineSplitter(), LineSplitter()]
        var buffer = [UInt8](repeating: 0, count: Self.readSize)
        var files = [
            pollfd(fd: standardOutput.rawValue, events: Int16(POLLIN), revents: 0),
            pollfd(fd: standardError.rawValue, events: Int16(POLLIN), revents: 0),
            pollfd(fd: end.rawValue, events: Int16(POLLIN), revents: 0),
        ]
        var looksAfterEnd = 0
        while looksAfterEnd < Self.looksAfterEnd {
            // Safe: the kernel reads and writes three entries. It fails only when a signal arrives.
            guard unsafe poll(&files, nfds_t(files.count), -1) > 0 else { continue }
            if files[2].revents != 0 { looksAfterEnd += 1 }
            for (index, output) in [ChildProcess.Output.standardOutput, .standardError].enumerated()
            where files[index].revents != 0 {
                let count = unsafe read(files[index].fd, &buffer, buffer.count)
                if count > 0 {
                    let bytes = buffer.span
                    splitters[index].append(bytes.extracting(0..<count)) { handleLine(output, $0) }
                } else if count == 0 || errno != EINTR {
                    // Closed by the child: poll passes over a negative number.
                    files[index].fd = -1
                }
            }
        }
        splitters[0].finish { handleLine(.standardOutput, $0) }
        splitters[1].finish { handleLine(.standardError, $0) }
    }
}

/// This process's environment with additions, and with the mark that ``ParentProcess`` looks for.
private func inheritedEnvironment(with additions: [String: String]) -> [String] {
    var additions = additions
    additions[ParentProcess.variable] = "\(getpid())"
    var lines: [String] = []
    var next = unsafe process_environment()
    // Safe: the list ends with a null pointer.
    while let pointer = unsafe next?.pointee {
        let line = unsafe String(cString: pointer)
        if additions[String(line.prefix { $0 != "=" })] == nil { lines.append(line) }
        unsafe next = next.map { unsafe $0 + 1 }
    }
    return lines + additions.map { "\($0)=\($1)" }
}

/// Lends strings as C wants them: a list of pointers that ends with a null pointer.
private func withCStrings<Result>(
    _ strings: [String],
    _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
    var pointers = unsafe strings.map { unsafe strdup($0) }
    unsafe pointers.append(nil)
    defer { unsafe pointers.forEach { unsafe free($0) } }
    return unsafe body(pointers)
}
