import Glibc

/// A shared library that was loaded at run time, and stays until the process ends.
///
/// It is never unloaded: OpenSSL leaves thread-local destructors behind that point into its code.
struct DynamicLibrary {
    /// The file that was asked for.
    let name: String

    private let advice: String

    // Safe: the handle is only handed to `dlsym`, and is never closed.
    private let handle: UInt

    /// Loads a library, or takes the copy that the process has already.
    ///
    /// - Parameters:
    ///   - name: The name with the version of its interface: `libssl.so.3`.
    ///   - advice: What to do when it is missing.
    /// - Throws: What the loader says.
    init(_ name: String, advice: String) throws(SystemLibraryError) {
        // RTLD_NOW: what is missing shows here, and not in the middle of a handshake. RTLD_LOCAL: its symbols do not
        // stand in for anybody else's.
        guard let handle = unsafe dlopen(name, RTLD_NOW | RTLD_LOCAL) else {
            // Safe: `dlerror` returns a string of this thread that outlives the copy made here.
            let words = unsafe dlerror().map { unsafe String(cString: $0) } ?? "no reason given"
            throw SystemLibraryError(library: name, reason: .notLoaded(words), advice: advice)
        }
        self.name = name
        self.advice = advice
        self.handle = UInt(bitPattern: handle)
    }

    /// Finds a function.
    ///
    /// - Parameters:
    ///   - name: The function's name.
    ///   - type: Its type in C; a wrong one is undefined behaviour, so each stands beside its declaration.
    /// - Returns: Its address, as that type.
    /// - Throws: When the library has no such function.
    func function<Function>(_ name: String, as type: Function.Type = Function.self) throws(SystemLibraryError)
        -> Function
    {
        precondition(MemoryLayout<Function>.size == MemoryLayout<UInt>.size, "\(name) needs a C function type")
        // Safe: the handle came from `dlopen`.
        guard let address = unsafe dlsym(UnsafeMutableRawPointer(bitPattern: handle), name) else {
            throw SystemLibraryError(library: self.name, reason: .symbolMissing(name), advice: advice)
        }
        // Safe: a C function pointer is the function's address; the type is the caller's promise.
        return unsafe unsafeBitCast(address, to: type)
    }
}
