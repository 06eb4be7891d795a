import Reactor

/// A directory of which every answer is recorded, or comes from a recording; what is written to it is only hashed.
struct RecordedStorage: Storage {
    let path: String
    let source: any Storage
    let tape: Tape

    func path(of name: String) -> String { source.path(of: name) }

    func create() throws(SystemError) {
        try tape.done(Question(.createDirectory)) { () throws(SystemError) in try source.create() }
    }

    func open(_ name: String, _ mode: File.Mode) throws(SystemError) -> any StorageFile {
        var file: (any StorageFile)?
        try tape.done(Question(.openFile, 0, name)) { () throws(SystemError) in file = try source.open(name, mode) }
        return RecordedFile(name, file, on: tape)
    }

    func names() throws(SystemError) -> [String] {
        try tape.ask(Question(.listNames)) {
            Result { () throws(SystemError) in RecordedList(try source.names()) }
        }.get().elements
    }

    func rename(_ name: String, to other: String) throws(SystemError) {
        try tape.done(Question(.rename, 0, "\(name) \(other)")) { () throws(SystemError) in
            try source.rename(name, to: other)
        }
    }

    func remove(_ name: String) throws(SystemError) {
        try tape.done(Question(.remove, 0, name)) { () throws(SystemError) in try source.remove(name) }
    }

    func sync() throws(SystemError) {
        try tape.done(Question(.syncDirectory)) { () throws(SystemError) in try source.sync() }
    }
}

/// An open file of a ``RecordedStorage``.
final class RecordedFile: StorageFile {
    private let name: String

    /// `nil` in a replay.
    private let source: (any StorageFile)?

    private let tape: Tape

    init(_ name: String, _ source: (any StorageFile)?, on tape: Tape) {
        self.name = name
        self.source = source
        self.tape = tape
    }

    func write(_ bytes: Span<UInt8>) throws(SystemError) {
        try tape.done(Question(.write, bytes.count, name)) { () throws(SystemError) in try source?.write(bytes) }
        tape.note(.written, bytes, to: 0)
    }

    func readAll() throws(SystemError) -> [UInt8] {
        try tape.ask(Question(.readAll, 0, name)) {
            Result { () throws(SystemError) in try source?.readAll() ?? [] }
        }.get()
    }

    func sync() throws(SystemError) {
        try tape.done(Question(.syncFile, 0, name)) { () throws(SystemError) in try source?.sync() }
    }

    func truncate(to length: Int) throws(SystemError) {
        try tape.done(Question(.truncate, length, name)) { () throws(SystemError) in
            try source?.truncate(to: length)
        }
    }

    func lock() throws(SystemError) -> Bool {
        try tape.ask(Question(.lock, 0, name)) {
            Result { () throws(SystemError) in try source?.lock() ?? true }
        }.get()
    }
}

extension Tape {
    /// Asks for something to be done.
    func done(_ question: Question, _ live: () throws(SystemError) -> Void) throws(SystemError) {
        let result: Result<Done, SystemError> = ask(question) {
            Result { () throws(SystemError) in
                try live()
                return Done()
            }
        }
        _ = try result.get()
    }
}
