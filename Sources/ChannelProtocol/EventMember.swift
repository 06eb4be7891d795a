/// What the members of events are called.
///
/// They are inlined, as if they were written where they are used, for events are written and read on hot paths; and for
/// that they are public, within the package.
public enum EventMember {
    /// Which event it is; an ``EventName``.
    @inlinable @inline(always) public static var event: String { "event" }
}

/// What is said of a message.
extension EventMember {
    /// Which message it is: the node at which it was posted, that node's run and a number.
    @inlinable @inline(always) public static var id: String { "id" }

    /// The node at which a message was posted, or to which a client came.
    @inlinable @inline(always) public static var node: String { "node" }

    /// When it was posted, in milliseconds since 1970.
    @inlinable @inline(always) public static var time: String { "time" }

    /// By what its author recognises a repetition.
    @inlinable @inline(always) public static var key: String { "key" }

    /// What a program posted: a text, or any other value.
    @inlinable @inline(always) public static var data: String { "data" }

    /// The messages that one frame posts.
    @inlinable @inline(always) public static var posts: String { "posts" }

    /// What a person said.
    @inlinable @inline(always) public static var message: String { "message" }

    /// Who said it.
    @inlinable @inline(always) public static var username: String { "username" }
}

/// Where a client is.
extension EventMember {
    /// The run of the node, as `alpha@1763700000123`.
    @inlinable @inline(always) public static var run: String { "run" }

    /// The URLs of the other nodes.
    @inlinable @inline(always) public static var peers: String { "peers" }

    /// What the client has seen.
    @inlinable @inline(always) public static var position: String { "position" }

    /// How many bytes a message may have.
    @inlinable @inline(always) public static var messageBytes: String { "message_bytes" }

    /// How many messages a client may send in a second.
    @inlinable @inline(always) public static var messagesPerSecond: String { "messages_per_second" }
}

/// What came of what a client wants.
extension EventMember {
    /// How many messages are lost.
    @inlinable @inline(always) public static var lost: String { "lost" }

    /// Up to where a gap tells of what is lost: a client gives it back in its position, and is not told of it again.
    @inlinable @inline(always) public static var after: String { "after" }

    /// How many nodes hold a message.
    @inlinable @inline(always) public static var copies: String { "copies" }

    /// The keys of messages that are told of together.
    @inlinable @inline(always) public static var keys: String { "keys" }

    /// Their IDs.
    @inlinable @inline(always) public static var ids: String { "ids" }

    /// What was wrong; it may be a ``Reason``.
    @inlinable @inline(always) public static var reason: String { "reason" }
}

/// Who is there, and what was said before.
extension EventMember {
    /// Everybody who is in the chat.
    @inlinable @inline(always) public static var usernames: String { "usernames" }

    /// On which node each of them is.
    @inlinable @inline(always) public static var nodes: String { "nodes" }

    /// Who came, each with a node.
    @inlinable @inline(always) public static var joined: String { "joined" }

    /// Who left.
    @inlinable @inline(always) public static var left: String { "left" }

    /// The message before which history is told.
    @inlinable @inline(always) public static var before: String { "before" }

    /// How many messages of history are wanted.
    @inlinable @inline(always) public static var count: String { "count" }

    /// The messages of history.
    @inlinable @inline(always) public static var messages: String { "messages" }

    /// Whether there is more before those.
    @inlinable @inline(always) public static var more: String { "more" }

    /// How long a message is that is only named, in bytes.
    @inlinable @inline(always) public static var bytes: String { "bytes" }
}
