import CLinux
import Glibc

/// The process that started this one.
public enum ParentProcess {
    /// Where ``ChildProcess`` writes its own number for the child to see.
    static let variable = "MESH_PARENT_PROCESS"

    /// Makes this process get ``Signal/terminate`` when the one that started it ends, however that happens.
    ///
    /// Concerns only a process that was started as a ``ChildProcess``: one started from a shell stays when the shell
    /// goes. Call it before the first thread is started. The kernel tells the death of the *thread* that started the
    /// child; that is why a child has a thread of its own in its parent.
    public static func follow() {
        guard let value = unsafe getenv(variable), let number = unsafe pid_t(String(cString: value)) else { return }
        // What this process starts in turn must not take our parent for its own.
        _ = unsafe unsetenv(variable)
        _ = set_parent_death_signal(SIGTERM)
        // The parent may have ended before the kernel was asked to watch it.
        if getppid() != number { _ = raise(SIGTERM) }
    }
}
