/// What a peer is to be told next of an origin's tree.
enum TreeDirective: Equatable {
    /// To send only heads.
    case prune(origin: Int, link: Int)

    /// To send the entries as they come, and at once those that are missing here.
    case graft(origin: Int, link: Int)
}
