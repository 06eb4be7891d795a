import Glibc

/// What starts threads: ``startThread(_:)``, unless a test has another.
typealias ThreadStarter = @Sendable (_ body: @escaping @Sendable () -> Void) throws(SystemError) -> Void

/// Starts a thread that runs `body` and then ends.
///
/// Tasks borrow threads from a pool as small as the machine; code that blocks, as an event loop does, brings its own.
func startThread(_ body: @escaping @Sendable () -> Void) throws(SystemError) {
    let argument = unsafe Unmanaged.passRetained(ThreadBody(run: body)).toOpaque()
    var thread = pthread_t()
    let result = unsafe pthread_create(
        &thread,
        nil,
        { argument in
            // Safe: `argument` is the object retained above, and only this thread releases it.
            unsafe argument.map { unsafe Unmanaged<ThreadBody>.fromOpaque($0).takeRetainedValue().run() }
            return nil
        },
        argument
    )
    guard result == 0 else {
        unsafe Unmanaged<ThreadBody>.fromOpaque(argument).release()
        throw SystemError(call: "pthread_create", code: result)
    }
    pthread_detach(thread)
}

/// The thread that runs this code.
public enum CurrentThread {
    /// What tells it from every other that runs now; never 0.
    public static var number: UInt { pthread_self() }
}

/// Carries a closure through `pthread_create`'s one pointer.
private final class ThreadBody: Sendable {
    let run: @Sendable () -> Void

    init(run: @escaping @Sendable () -> Void) {
        self.run = run
    }
}
