import Bytes
import Gossip

/// Who holds which name here, and whose client is to be looked after for what became of it.
struct NameHolders {
    /// Who holds a name.
    struct Holder {
        /// The client.
        let client: ClientReference

        /// Its secret, to be hashed anew when the mesh has another key.
        let secret: String?

        /// What became of the name, if its client is still to be looked after for that.
        fileprivate var change: ClaimChange?

        /// Says who holds a name.
        init(client: ClientReference, secret: String?) {
            self.client = client
            self.secret = secret
        }
    }

    private var holders: [Claim: Holder] = [:]

    /// The names whose clients are to be looked after.
    private var changed = Queue<Claim>()

    /// Who holds a name.
    subscript(claim: Claim) -> Holder? {
        get { holders[claim] }
        set { holders[claim] = newValue }
    }

    /// How many names are held.
    var count: Int { holders.count }

    /// Whether there are clients that are to be looked after.
    var hasChanged: Bool { !changed.isEmpty }

    /// Takes in what became of a name; it waits once at most, whatever becomes of it meanwhile.
    mutating func note(_ change: ClaimChange, of claim: Claim) {
        guard let before = holders[claim] else { return }
        if before.change == nil {
            changed.append(claim)
        } else if change == .doubted {
            return
        }
        holders[claim]?.change = change
    }

    /// Takes out the next client that is to be looked after; those that have left meanwhile are passed over.
    mutating func popChanged() -> (client: ClientReference, change: ClaimChange)? {
        while let claim = changed.popFirst() {
            guard let holder = holders[claim], let change = holder.change else { continue }
            holders[claim]?.change = nil
            return (holder.client, change)
        }
        return nil
    }
}
