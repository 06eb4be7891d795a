import Testing

extension Trait where Self == ConditionTrait {
    /// Only in a build as users have it: a debug build checks every part after every event, which takes whole nodes minutes.
    ///
    /// What such a build would find is looked for with a few of them: `mesh simulate --whole --nodes 5 --seeds 5`.
    static var whenOptimized: Self {
        #if DEBUG
        disabled("takes minutes in a debug build: swift test -c release -Xswiftc -enable-testing")
        #else
        enabled(if: true)
        #endif
    }
}
