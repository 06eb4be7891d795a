import ChannelProtocol
import WebSocket

extension WholeMesh {
    /// A person does something.
    mutating func act(_ action: WholeAction) {
        let browser = action.browser
        switch action.deed {
        case .speak(let count):
            guard !isInQuietRefuge(browsers[browser].node) else { return }
            noteSaid(browsers[browser].speak(count), by: browser)
        case .ask(let count):
            guard let id = browsers[browser].ask(for: count) else { return }
            let most = scenario.sabotage == .longPage ? 1 : count
            judge.change(browser) { $0.connection.questions.append(ChatHearer.Question(before: id, count: most)) }
        case .reload(let node, let wait):
            guard !isSoonJudged(browsers[browser].node) else { return }
            note(.visit("is left by \(browsers[browser].name)"), on: browsers[browser].node)
            browsers[browser].leave(internet.now)
            judge.handleGone(browser, at: internet.now)
            let event = WholeEvent.open(browser: Int32(browser), node: Int32(node), serial: browsers[browser].serial)
            queue.schedule(event, at: internet.now + wait)
        }
    }

    /// A client goes to a node, and elsewhere when that does not take it in soon.
    mutating func open(_ browser: Int, _ node: Int, _ serial: UInt64) {
        guard browsers[browser].serial == serial else { return }
        judge.handleGone(browser, at: internet.now)
        let node = chooseNode(firstChoice(of: browser) ?? node, insteadOf: browsers[browser].node)
        let address = SimulatedInternet.address(of: node, port: WholeScenario.httpPort)
        let place = WholePlace(node: node, run: hosts[node].runs)
        note(.visit("is asked by \(browsers[browser].name)"), on: node)
        noteSaid(browsers[browser].open(at: place, address, internet.now), by: browser)
        let next = WholeEvent.open(browser: Int32(browser), node: -1, serial: browsers[browser].serial)
        if browsers[browser].connection == nil { return queue.schedule(next, at: internet.now + 200_000_000) }
        queue.schedule(
            .unlessOpen(browser: Int32(browser), serial: browsers[browser].serial),
            at: internet.now + browsers[browser].patience
        )
    }

    /// Where a hurried client goes first, now and then: to a node that stands still, so that it goes elsewhere soon.
    private mutating func firstChoice(of browser: Int) -> Int? {
        guard browsers[browser].manners.contains(.isHurried), browsers[browser].isFresh,
            let paused = hosts.firstIndex(where: { $0.pauses > 0 && $0.process != nil })
        else { return nil }
        return dice.below(2) == 0 ? paused : nil
    }

    /// A client has waited long enough for a node to take it in.
    mutating func giveUp(_ browser: Int, _ serial: UInt64) {
        guard browsers[browser].serial == serial, !browsers[browser].isAttached else { return }
        open(browser, -1, serial)
    }

    /// Something came for a client.
    mutating func handleNews(of browser: Int) {
        var isToldWhy = false
        for news in browsers[browser].takeNews() {
            switch news {
            case .opened: break
            case .answer(let status, _): judgeAnswer(status, to: browsers[browser].name)
            case .message(.text, let bytes): hear(ChatNews(bytes), browser)
            case .message(.binary, let bytes): hear(.other("\(bytes.count) bytes"), browser)
            case .closed(let code, let reason):
                noteEnd(browsers[browser].name, code, reason, on: browsers[browser].node)
                handleClosed(browser, code, reason)
                isToldWhy = code != 1001 && code != 1011
            case .lost: handleLost(browser, isToldWhy: isToldWhy)
            }
        }
    }

    /// A client has no connection any more, and was told why or not.
    private mutating func handleLost(_ browser: Int, isToldWhy: Bool) {
        if !isToldWhy, judge.readers[browser].connection.attachedAt != nil { noteCut(browser: browser) }
        judge.handleGone(browser, at: internet.now)
        let event = WholeEvent.open(browser: Int32(browser), node: -1, serial: browsers[browser].serial)
        queue.schedule(event, at: internet.now + dice.pick(50_000_000...500_000_000))
    }

    /// When everything is well again, everybody says once more what was said last: nobody hears it, and the answer
    /// names the copy that is in the history.
    mutating func remind() {
        for browser in browsers.indices where browsers[browser].isAttached {
            let words = browsers[browser].repeatLast()
            noteSaid(words, by: browser)
            judge.change(browser) { hearer in
                if let key = words.first?.key { hearer.reminder = (key, nil) }
            }
        }
    }

    private mutating func handleClosed(_ browser: Int, _ code: UInt16?, _ reason: String) {
        // A node that ends says so, and that what should be read is gone; other than that nobody is let go.
        guard code != 1001, code != 1013 || !mayHaveLetGo(ofMost: judge.sendCount),
            !isExcused(code, browsers[browser].node, browsers[browser].place.run)
        else { return }
        // Somebody was quicker who had no right to the name; he will go.
        if guests.hasThief, reason == Reason.taken(browsers[browser].name) { return }
        if reason == Reason.tooMuchUnread, mayLeaveUnread(browser) { return }
        if reason == Reason.replaced, mayHaveLeftNewer(browser) { return }
        judge.object(.refused(reader: browsers[browser].name, reason: reason))
    }

    /// Whether nodes may take a connection for the newer one that a client has left: which it is, clocks do not say that
    /// differ by more than what lies between the two, and as long as its node does not know that nobody is there.
    private func mayHaveLeftNewer(_ browser: Int) -> Bool {
        let longest = scenario.faults.map { $0.end - $0.start }.max() ?? 0
        let patience = Self.ghostPatience + longest
        return !judge.terms.knowsNewest && browsers[browser].hasBeenElsewhere(since: internet.now - patience)
    }

    /// How long it takes at most until nodes know that nobody is there whom one of them has asked, in nanoseconds, where
    /// nothing goes wrong.
    private static let ghostPatience: Int64 = 8_000_000_000

    /// Whether answers about history may have come quicker than a client reads: two may be more than it may leave unread.
    private func mayLeaveUnread(_ browser: Int) -> Bool {
        let isThin = scenario.crowd.slowReaders.contains(browser)
        let pauses = scenario.faults.map { if case .pause = $0.trouble { $0.end - $0.start } else { Int64(0) } }
        let earliest = isThin ? 0 : internet.now - 3_000_000_000 - (pauses.max() ?? 0)
        let asked = scenario.actions.count { action in
            guard case .ask = action.deed, action.browser == browser else { return false }
            return (earliest...internet.now).contains(action.time)
        }
        return asked >= (isThin ? 1 : 2)
    }

    private mutating func hear(_ news: ChatNews, _ browser: Int) {
        switch news {
        case .attached(let position, _):
            note(.visit("takes \(browsers[browser].name) in"), on: browsers[browser].node)
            let words = browsers[browser].begin(at: position)
            noteSaid(words, by: browser)
        case .message(let line):
            browsers[browser].note(line.id)
            noteHeard(line.text, by: browser)
        case .acknowledged(let key, _, _): browsers[browser].handleAcknowledged(key)
        case .gap(_, let end): browsers[browser].pass(end)
        case .users, .usersChanged, .history, .notHeld, .other: break
        }
        for news in scenario.sabotage?.distort(news, heard: judge.hearings, by: browser) ?? [news] {
            judge.handle(news, of: browser, at: internet.now)
            judgeTime(of: news)
        }
        if scenario.sabotage == .replacePerson, case .attached = news, browsers[browser].serial == 1 {
            handleClosed(browser, 1008, Reason.replaced)
        }
        if scenario.sabotage == .cutPerson, case .attached = news, browsers[browser].serial == 1 {
            handleLost(browser, isToldWhy: false)
        }
    }
}
