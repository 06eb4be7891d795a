import CLinux
import Glibc
import Synchronization

/// The terminal that a program is run in, as far as a program that draws its own input line cares.
///
/// Its settings belong to the terminal and outlive the program: whoever changes them must put them back however it ends.
/// ``takeKeys()`` sees to that, for every end but `kill -9`.
public enum Terminal {
    /// Whether both a person types into standard input and one reads standard output.
    public static var isInteractive: Bool { isatty(STDIN_FILENO) == 1 && StandardStream.output.isTerminal }

    /// Whether the process has a terminal that it can be stopped from, which its shell and it share.
    ///
    /// Once that has gone, there is none any more.
    public static var isControlling: Bool {
        // Safe: the name is read while the call lasts.
        let descriptor = unsafe open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        close(descriptor)
        return true
    }

    /// How wide it is, in columns; 80 where it does not say.
    public static var columns: Int {
        let columns = terminal_columns(StandardStream.output.rawValue)
        return columns > 0 ? Int(columns) : 80
    }

    /// How high it is, in lines; 24 where it does not say.
    public static var rows: Int {
        let rows = terminal_rows(StandardStream.output.rawValue)
        return rows > 0 ? Int(rows) : 24
    }

    /// Hands over each key as it is pressed, and shows none; Ctrl-C and its kin become keys as well.
    ///
    /// - Throws: `tcgetattr: …` when standard input is no terminal.
    public static func takeKeys() throws(SystemError) {
        var settings = termios()
        // Safe: the kernel fills a structure of ours; what is kept is a copy of the settings.
        guard unsafe tcgetattr(STDIN_FILENO, &settings) == 0 else { throw SystemError.current(in: "tcgetattr") }
        if keptSettings.load(ordering: .acquiring) == 0 {
            let kept = UnsafeMutablePointer<termios>.allocate(capacity: 1)
            // Safe: it is filled before anybody sees it, never changed again, and stays for as long as the process.
            unsafe kept.initialize(to: settings)
            keptSettings.store(UInt(bitPattern: kept), ordering: .releasing)
            atexit { Terminal.giveBack() }
            for signal in [SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV] { restoreBefore(signal) }
        }
        settings.c_iflag &= ~tcflag_t(ICRNL | INLCR | IGNCR | IXON | ISTRIP)
        settings.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG | IEXTEN)
        // A read returns as soon as there is one byte, and waits for it as long as it takes.
        unsafe withUnsafeMutableBytes(of: &settings.c_cc) { unsafe ($0[Int(VMIN)], $0[Int(VTIME)]) = (1, 0) }
        // Safe: the kernel reads the structure.
        guard unsafe tcsetattr(STDIN_FILENO, TCSADRAIN, &settings) == 0 else {
            throw SystemError.current(in: "tcsetattr")
        }
    }

    /// Puts the settings back as they were before ``takeKeys()``; harmless if nothing was changed.
    public static func giveBack() {
        // Safe: what is kept is never changed. This is called in signal handlers, too.
        let kept = unsafe UnsafePointer<termios>(bitPattern: keptSettings.load(ordering: .acquiring))
        if let kept = unsafe kept { _ = unsafe tcsetattr(STDIN_FILENO, TCSANOW, kept) }
    }

    /// Puts the settings back before a signal ends the process, and lets it end.
    private static func restoreBefore(_ signal: CInt) {
        var action = sigaction()
        // Once: the signal that is raised again finds what was there without us, the end.
        action.sa_flags = CInt(bitPattern: UInt32(SA_RESETHAND)) | SA_NODEFER
        unsafe action.__sigaction_handler.sa_handler = { number in
            Terminal.giveBack()
            _ = raise(number)
        }
        // Safe: the structure is ours, and the handler does only what a handler may (POSIX.1-2017 §2.4.3).
        _ = unsafe sigaction(signal, &action, nil)
    }
}

/// Where the terminal's settings lie as they were before they were changed; 0 when nobody has changed them.
private let keptSettings = Atomic<UInt>(0)
