import Glibc

/// A signal that a process is sent to make it end, or to look again.
public struct Signal: Hashable, Sendable {
    /// The kernel's number for it.
    public let number: CInt

    /// Names a signal by its number.
    public init(number: CInt) {
        self.number = number
    }

    /// Ctrl-C at the terminal.
    public static let interrupt = Signal(number: SIGINT)

    /// The polite request to end.
    public static let terminate = Signal(number: SIGTERM)

    /// The terminal went away.
    public static let hangUp = Signal(number: SIGHUP)

    /// Ends the process at once; cannot be caught.
    public static let kill = Signal(number: SIGKILL)

    /// Stops the process until ``resume``; cannot be caught.
    public static let pause = Signal(number: SIGSTOP)

    /// Lets a stopped process go on.
    public static let resume = Signal(number: SIGCONT)

    /// Somebody asks this process, politely, to stop for a while: Ctrl-Z.
    public static let politePause = Signal(number: SIGTSTP)

    /// The terminal has another size.
    public static let resize = Signal(number: SIGWINCH)

    /// Means what a program makes of it.
    public static let user = Signal(number: SIGUSR1)
}

extension Signal {
    /// Whether this process passes over the signal, as `nohup` asks of what it starts.
    public var isIgnored: Bool {
        var action = sigaction()
        // Safe: the kernel writes a structure that is ours; it cannot fail for a signal that exists.
        _ = unsafe sigaction(number, nil, &action)
        let handler = unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
        return unsafe handler == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}
