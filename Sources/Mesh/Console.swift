import Reactor

/// The two streams that the person at the terminal reads.
enum Console {
    /// Prints what was asked for.
    ///
    /// - Throws: ``CommandError/output(_:)`` when it cannot be written: then the program has not done what it is for.
    static func print(_ text: String) throws(CommandError) {
        try write("\(text)\n")
    }

    /// Writes what was asked for, without a line end.
    ///
    /// - Throws: ``CommandError/output(_:)``.
    static func write(_ text: String) throws(CommandError) {
        let bytes = Array(text.utf8)
        do throws(SystemError) {
            try StandardStream.output.write(bytes.span)
        } catch {
            throw .output(error)
        }
    }

    /// Prints what is good to know, and nobody's business if nobody reads it.
    static func announce(_ text: String) throws(CommandError) {
        do throws(CommandError) {
            try print(text)
        } catch .output(let error) where error.isUnread {
            return
        } catch {
            throw error
        }
    }

    /// Waits until nobody reads any more what is printed: a program that prints when something happens ends then, and not
    /// with the next line.
    ///
    /// - Throws: ``CommandError/output(_:)`` for that, unless the task was cancelled.
    static func waitUntilUnread() async throws(CommandError) {
        do throws(SystemError) { try await StandardStream.output.waitUntilUnread() } catch { throw .output(error) }
        guard Task.isCancelled else { throw .output(.brokenPipe) }
    }

    /// Reads what is there of standard input; waits for something.
    ///
    /// - Returns: At least one byte; none at the end.
    /// - Throws: ``CommandError/failure(_:)``.
    static func read() async throws(CommandError) -> [UInt8] {
        do throws(SystemError) {
            return try await StandardInput.read()
        } catch {
            throw .failure("standard input: \(error)")
        }
    }

    /// Says what went wrong.
    static func complain(_ text: String) {
        let bytes = Array("\(text)\n".utf8)
        // Nobody can be told that nobody reads.
        try? StandardStream.error.write(bytes.span)
    }
}
