import Glibc

extension StandardStream {
    /// Opens something in the place of each of the three standard files that is closed; the first thing a program does.
    ///
    /// Otherwise the next files that are opened get their numbers: a socket becomes standard output, and what is
    /// printed goes to whoever reads that. What stands there is open the wrong way round, so that a program which reads or
    /// prints learns what it would without this: `Bad file descriptor`. What is told on standard error is nobody's loss.
    ///
    /// - Throws: `open /dev/null: …`; nothing that the program prints goes where it should then.
    public static func openMissing() throws(SystemError) {
        for number: CInt in 0...2 where fcntl(number, F_GETFD) < 0 && errno == EBADF {
            // The kernel gives the lowest number that is free, and those below are taken.
            let result = unsafe open("/dev/null", number == output.rawValue ? O_RDONLY : O_WRONLY)
            guard result >= 0 else { throw SystemError.current(in: "open", subject: "/dev/null") }
        }
    }
}
