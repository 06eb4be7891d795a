/// What `/status` says, in the words of its JSON.
struct StatusReport: Equatable {
    /// One link of the node, up or down.
    struct Link: Equatable {
        var peer: String
        var transport: String
        var state: String
        var roundTripMs: Double?
        var sentBytes: Int
        var receivedBytes: Int
        var sentMessages: Int
        var receivedMessages: Int
        var duplicates: Int
        var isSealed: Bool
        var clockSkewMs: Double?
        var differs: [String]
    }

    /// One node that can be reached.
    struct KnownNode: Equatable {
        var name: String
        var epoch: UInt64
        var http: String
        var links: [String]
    }

    /// One user of a node that can be reached.
    struct User: Equatable {
        var username: String
        var node: String
        var channel: String
    }

    /// One channel that the node holds.
    struct Channel: Equatable {
        var kind: String
        var name: String
        var clients: Int
        var messages: Int
        var bytes: Int
        var transcript: String
        var lost: UInt64
    }

    /// What the node has counted since it started.
    struct Messages: Equatable {
        var posted: Int
        var received: Int
        var delivered: Int
        var duplicates: Int
        var lost: UInt64
        var forks: Int

        /// How often a run was spoken of for which there is no room.
        var refusedRuns: Int
    }

    var node: String
    var epoch: UInt64
    var version: String
    var uptimeSeconds: Double
    var links: [Link]
    var nodes: [KnownNode]
    var users: [User]
    var clients: Int
    var channels: [Channel]
    var messages: Messages

    /// Absent when the node keeps nothing on a disk.
    var journal: JournalReport?
}
