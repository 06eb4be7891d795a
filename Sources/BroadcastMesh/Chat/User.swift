import Gossip

/// Who speaks in a chat.
final class User {
    /// The name.
    let name: String

    /// The hold on the name; given back on leaving.
    let claim: Claim

    /// Whether the client wants to hear who came and left, after one whole list.
    let hearsChanges: Bool

    /// Names a user.
    init(name: String, claim: Claim, hearsChanges: Bool) {
        self.name = name
        self.claim = claim
        self.hearsChanges = hearsChanges
    }
}
