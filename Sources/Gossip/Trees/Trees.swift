/// One tree for each origin, made of the links that were first (Leitão et al., Epidemic Broadcast Trees, 2007).
///
/// Every link starts eager for every origin. The link that delivers an origin's newest entry first is the parent;
/// one that brings the same entry after it is asked for heads only. Where this departs from the paper: losses are
/// repaired by questions that leave the tree alone, and only a parent that died or fell silent is replaced.
///
///     eager ──a duplicate came, not from the parent: prune──▶ lazy
///       ▲                                                      │
///       └──graft: the parent died or failed; trees grow anew───┘
struct Trees {
    private var sources = RunColumn(empty: TreeSource())
    private var branches = RunGrid(empty: Branch())
    private var regrowth = Regrowth()

    /// Which of its branches were taken.
    private(set) var marks = Marks()

    /// How often in a row a parent may fail to deliver before another link takes its place.
    private let staleLimit: Int

    /// After so many entries from a link that was asked for heads only, it is asked again.
    private let strayLimit: Int

    /// Starts without origins and links.
    init(limits: GossipLimits) {
        staleLimit = limits.staleRounds
        strayLimit = limits.strays
    }

    // MARK: Origins and links that come and go

    /// Adds an origin that has just been given its number.
    mutating func add(_ origin: Int) {
        sources.add(origin, TreeSource())
        branches.add(origin)
    }

    /// Forgets an origin, for ever.
    mutating func close(_ origin: Int) {
        sources.close(origin)
        branches.close(origin)
    }

    /// Adds a link whose peer has greeted.
    mutating func add(link: Int) { branches.add(link: link) }

    /// Forgets what was agreed over a link that has closed; see ``loseParent(_:of:)``.
    mutating func forget(link: Int) { branches.forget(link: link) }

    // MARK: What is asked for every entry

    /// The link whose entries of an origin arrive first; `nil` when there is none.
    func parent(of origin: Int) -> Int? { sources[origin].parent }

    /// Whether a peer gets only heads of an origin.
    func isLazy(_ origin: Int, on link: Int) -> Bool { branches[origin, link].isLazy }

    /// Whether a parent failed so often that it is to be replaced.
    func isStale(_ origin: Int) -> Bool { sources[origin].staleRounds >= staleLimit }

    /// An entry came on the eager path and was new: its bearer is the parent.
    mutating func noteDelivery(of origin: Int, by link: Int) -> TreeDirective? {
        sources[origin].staleRounds = 0
        guard sources[origin].parent != link else { return nil }
        marks.insert(.parentFound)
        return take(link, asParentOf: origin)
    }

    /// Makes the bearer of an entry the parent.
    private mutating func take(_ link: Int, asParentOf origin: Int) -> TreeDirective? {
        sources[origin].parent = link
        guard branches[origin, link].isPruned else { return nil }
        // It was told to send heads only, and this entry was under way when it was.
        marks.insert(.parentRegrafted)
        return graft(origin, onto: link)
    }

    /// An entry came on the eager path that is here already: in normal flow its bearer lost the race.
    ///
    /// - Parameters:
    ///   - origin: The origin.
    ///   - link: The bearer.
    ///   - isOwn: Whether the entry was made here.
    ///   - crossesOurs: Whether our copy is under way to the bearer, or is not sent since it was known to have one.
    /// - Returns: What the bearer is to be told.
    mutating func noteDuplicate(of origin: Int, by link: Int, isOwn: Bool, crossesOurs: Bool) -> TreeDirective? {
        if sources[origin].parent == nil, !isOwn { return take(link, asParentOf: origin) }
        guard sources[origin].parent != link else { return nil }
        // The peer had it without us, so our copies are of as little use to it; if they ever are, it will ask. Where ours was
        // held back until trees grew anew here, it may have been the quicker one.
        if !isOwn, crossesOurs { branches[origin, link].isLazy = true }
        if branches[origin, link].isPruned {
            branches[origin, link].strayCount += 1
            guard branches[origin, link].strayCount >= strayLimit else { return nil }
        }
        marks.insert(branches[origin, link].isPruned ? .linkStrayed : .linkMadeLazy)
        branches[origin, link].isPruned = true
        branches[origin, link].strayCount = 0
        guard !branches[origin, link].isPruneQueued else { return nil }
        branches[origin, link].isPruneQueued = true
        return .prune(origin: origin, link: link)
    }

    // MARK: Parents that fail

    /// Makes a link the parent: it sends entries as they come, and at once what it has above our head.
    mutating func graft(_ origin: Int, onto link: Int) -> TreeDirective? {
        sources[origin] = TreeSource(parent: link)
        branches[origin, link].isPruned = false
        guard !branches[origin, link].isGraftQueued else { return nil }
        branches[origin, link].isGraftQueued = true
        return .graft(origin: origin, link: link)
    }

    /// The parent should have brought what a lazy link announced.
    mutating func noteStaleParent(of origin: Int) {
        marks.insert(.parentStale)
        sources[origin].staleRounds += 1
    }

    /// A link is of no more use as the parent of an origin.
    ///
    /// - Returns: Whether it was that, so that another is needed.
    mutating func loseParent(_ link: Int, of origin: Int) -> Bool {
        guard sources[origin].parent == link else { return false }
        sources[origin].parent = nil
        return true
    }

    // MARK: What peers ask for

    /// The peer gets an origin's entries from elsewhere.
    mutating func handlePrune(of origin: Int, on link: Int) {
        branches[origin, link].isLazy = true
    }

    /// The peer wants an origin's entries from here.
    ///
    /// - Returns: Whether it was the parent, which has no source then, so that another is needed.
    mutating func handleGraft(of origin: Int, on link: Int) -> Bool {
        branches[origin, link].isLazy = false
        return loseParent(link, of: origin)
    }

    // MARK: What peers are told

    /// Takes notice that a prune is about to be sent.
    ///
    /// - Returns: Whether it is still meant: what was grafted again since is not pruned after all.
    mutating func takePrune(of origin: Int, on link: Int) -> Bool {
        branches[origin, link].isPruneQueued = false
        guard !branches[origin, link].isPruned else { return true }
        marks.insert(.pruneTakenBack)
        return false
    }

    /// Takes notice that a graft is about to be sent.
    mutating func takeGraft(of origin: Int, on link: Int) {
        branches[origin, link].isGraftQueued = false
    }

    // MARK: Growing anew

    /// When ``handleTimers(at:)`` wants to be called, in monotonic nanoseconds; never is `Int64.max`.
    var deadline: Int64 { regrowth.deadline }

    /// Takes notice that a link opened somewhere in the mesh.
    mutating func noteNewLink() { regrowth.noteLink() }

    /// Forgets which links are lazy, once a link that opened somewhere may be a shorter way.
    ///
    /// All nodes hear of that link, and all forget: the next entry of each origin goes everywhere, and the links that
    /// lose the race are asked for heads only again. No frame is needed for that.
    mutating func handleTimers(at now: Moment) {
        guard regrowth.takeDue(at: now) else { return }
        marks.insert(.treesRegrown)
        branches.changeAll { branch in
            branch.isLazy = false
            branch.isPruned = false
        }
    }
}

extension Trees {
    /// Checks what must hold after every event.
    func checkInvariants() {
        regrowth.checkInvariants()
        for origin in sources.runs {
            precondition(sources[origin].staleRounds >= 0, "a parent failed less than never")
            for place in branches.places(of: origin) {
                precondition(branches[place: place].strayCount < max(strayLimit, 1), "strays are not counted anew")
            }
            guard let parent = sources[origin].parent else { continue }
            precondition(branches.contains(link: parent), "a parent is no link")
            precondition(!branches[origin, parent].isPruned, "a parent was asked for heads only")
        }
    }
}
