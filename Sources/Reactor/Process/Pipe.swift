import CLinux
import Glibc

/// The two ends of a pipe, which are closed when the process starts another program.
struct Pipe: ~Copyable {
    let reading: FileDescriptor
    let writing: FileDescriptor

    init() throws(SystemError) {
        var ends: [CInt] = [-1, -1]
        // Safe: the kernel writes two integers, and there is room for two.
        guard unsafe pipe2(&ends, O_CLOEXEC) == 0 else { throw SystemError.current(in: "pipe2") }
        let reading = try FileDescriptor(taking: ends[0], from: "pipe2")
        let writing = try FileDescriptor(taking: ends[1], from: "pipe2")
        self.reading = reading
        self.writing = writing
    }
}
