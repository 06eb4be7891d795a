import Glibc

/// How many files and sockets this process may have open.
public enum DescriptorLimit {
    /// How many the process has open; a number that is usual for a node where `/proc` is not mounted.
    public static var openCount: Int {
        // The directory itself is one of them while it is read.
        guard let names = try? Directory("/proc/self/fd").names() else { return 24 }
        return names.count - 1
    }

    /// Raises the limit to the highest that an unprivileged process may ask for.
    ///
    /// - Returns: The limit from now on; the old one where raising it is not allowed.
    @discardableResult
    public static func raise() -> Int {
        var limit = rlimit()
        // Cannot fail: the resource exists and the structure is ours.
        _ = unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        let before = limit.rlim_cur
        limit.rlim_cur = limit.rlim_max
        let result = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        return Int(clamping: result == 0 ? limit.rlim_cur : before)
    }
}
