/// Something that a person does at the page of a whole node.
public struct WholeAction: Sendable, Equatable {
    /// What a person can do.
    public enum Deed: Sendable, Equatable {
        /// Say so many things at once.
        case speak(Int)

        /// Load the page again, at this node, after so many nanoseconds.
        case reload(node: Int, after: Int64)

        /// Ask for so many messages before one that came.
        case ask(Int)
    }

    /// Who does it.
    public var browser: Int

    /// What.
    public var deed: Deed

    /// When, in nanoseconds.
    public var time: Int64

    /// Has a person do something.
    public init(browser: Int, deed: Deed, time: Int64) {
        self.browser = browser
        self.deed = deed
        self.time = time
    }
}
