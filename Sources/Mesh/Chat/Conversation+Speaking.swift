import Reactor

/// What is read and shown.
extension Conversation {
    /// Takes in what was typed or piped.
    mutating func handleInput(_ bytes: [UInt8]) async throws {
        guard screen != nil else { return try handlePiped(bytes) }
        guard !bytes.isEmpty, let outcomes = screen?.handle(bytes) else { return try await leave() }
        for outcome in outcomes where session.phase != .over {
            switch outcome {
            case .edited, .redraw: break
            case .entered(let line): if !line.isEmpty { unread.append(line) }
            case .leave: return try await takeLeave()
            case .suspend: try pause()
            }
        }
        try redraw()
    }

    private mutating func handlePiped(_ bytes: [UInt8]) throws {
        let read = lines.append(bytes)
        unread += read.lines
        // What came before a mistake is sent; what comes after it is not read.
        if let error = read.error { try complain(error.reason) }
        guard bytes.isEmpty || read.error != nil else { return }
        callLast(at: Clock.monotonic())
    }

    /// Has the session given up soon, unless more is confirmed meanwhile; a person is not kept for long by that either.
    mutating func callLast(at now: Int64) {
        guard screen != nil else { return lastCall = now + Self.patience }
        let end = lastOfAll ?? now + Self.longestCourtesy
        lastOfAll = end
        lastCall = min(now + Self.courtesy, end)
    }

    /// Goes once a node has confirmed what the person has said; at once where that is nothing, or he insists.
    private mutating func takeLeave() async throws {
        let isDone = unread.isEmpty && session.own.waiting.isEmpty
        guard lastCall == nil, session.phase == .open, !isDone else { return try await leave() }
        callLast(at: Clock.monotonic())
        try updatePrompt()
    }

    /// Says what waits as far as the session takes it, and leaves when a pipe, or a person who leaves, is done.
    mutating func postWhatWaits() async throws {
        while !unread.isEmpty, session.canPost {
            let line = unread.removeFirst()
            try await carryOut(session.post(line, key: RandomBytes.hexadecimal(count: 16), at: Clock.monotonic()))
        }
        guard lastCall != nil, unread.isEmpty, session.phase == .open, session.own.waiting.isEmpty else { return }
        try await leave()
    }

    /// Shows news.
    mutating func show(_ news: ChatNews) throws {
        if let screen { return try Console.write(screen.showing(news)) }
        for line in ChatLines(columns: nil).lines(for: news) { try Console.print(line) }
    }

    /// Says what went wrong, for the exit status to repeat.
    mutating func complain(_ reason: String) throws {
        hasFailed = true
        if screen != nil { try Console.write(ChatScreen.cleared) }
        Console.complain("mesh: \(TerminalText.line(reason))")
    }

    /// Says what became of a message, with so much of it that the person knows which one it was.
    mutating func complain(_ fate: String, of text: String) throws {
        let isLong = text.count > 60
        try complain("\(fate): \(text.prefix(60))\(isLong ? " …" : "")")
    }

    /// Gives up the lines that the session has not taken, and says of each that it was not sent.
    mutating func giveUpUnread(because reason: String) throws {
        let unsent = unread
        unread = []
        for line in unsent { try complain("not sent: \(reason)", of: line) }
    }

    /// Gives the terminal back to the shell until the process is told to go on.
    mutating func pause() throws {
        try Console.write(ChatScreen.cleared)
        Terminal.giveBack()
        CurrentProcess.pause()
    }

    /// Draws the input line.
    mutating func redraw() throws {
        guard let screen, session.phase != .over else { return }
        try Console.write(screen.redrawn)
    }

    /// Shows before the input line how many messages wait for a node that is away, or for the person to be gone.
    mutating func updatePrompt() throws {
        guard let screen else { return }
        let count = session.own.waiting.count + unread.count
        let prompt = (session.phase == .lost || lastCall != nil) && count > 0 ? "(\(count) waiting) > " : "> "
        guard prompt != screen.prompt else { return }
        self.screen?.prompt = prompt
        try redraw()
    }
}
