import WebSocket

extension WholeMesh {
    /// A person does something.
    mutating func act(_ action: WholeAction) {
        let browser = action.browser
        switch action.deed {
        case .speak(let count):
            guard !isInQuietRefuge(browsers[browser].node) else { return }
            noteSaid(browsers[browser].speak(count), by: browser)
        case .ask(let count): browsers[browser].ask(for: count)
        case .reload(let node, let wait):
            browsers[browser].leave()
            judge.handleGone(browser, at: internet.now)
            let event = WholeEvent.open(browser: Int32(browser), node: Int32(node), serial: browsers[browser].serial)
            queue.schedule(event, at: internet.now + wait)
        }
    }

    /// A client goes to a node, and elsewhere when that does not take it in within two seconds.
    mutating func open(_ browser: Int, _ node: Int, _ serial: UInt64) {
        guard browsers[browser].serial == serial else { return }
        judge.handleGone(browser, at: internet.now)
        let node = chooseNode(node, insteadOf: browsers[browser].node)
        let address = SimulatedInternet.address(of: node, port: WholeScenario.httpPort)
        let place = WholePlace(node: node, run: hosts[node].runs)
        noteSaid(browsers[browser].open(at: place, address), by: browser)
        let next = WholeEvent.open(browser: Int32(browser), node: -1, serial: browsers[browser].serial)
        if browsers[browser].connection == nil { return queue.schedule(next, at: internet.now + 200_000_000) }
        queue.schedule(
            .unlessOpen(browser: Int32(browser), serial: browsers[browser].serial),
            at: internet.now + 2_000_000_000
        )
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
            case .opened, .answer: break
            case .message(.text, let bytes): hear(ChatNews(bytes), browser)
            case .message(.binary, let bytes): hear(.other("\(bytes.count) bytes"), browser)
            case .closed(let code, let reason):
                handleClosed(browser, code, reason)
                isToldWhy = code != 1001 && code != 1011
            case .lost:
                if !isToldWhy, judge.readers[browser].connection.attachedAt != nil { noteCut(browser: browser) }
                judge.handleGone(browser, at: internet.now)
                let event = WholeEvent.open(browser: Int32(browser), node: -1, serial: browsers[browser].serial)
                queue.schedule(event, at: internet.now + dice.pick(50_000_000...500_000_000))
            }
        }
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
        guard code == 1008 || code == 1011 || code == nil, !isExcused(code, browsers[browser].node) else { return }
        // Somebody was quicker who had no right to the name; he will go.
        if guests.hasThief, reason == "Username \(browsers[browser].name) is already taken" { return }
        // Of answers about history it may leave so many unread.
        if reason == "Too much is unread", asksForHistory(browser) { return }
        // Which of two connections is newer, clocks do not say that differ by more than what lies between them.
        guard judge.terms.knowsNewest || reason != "Replaced by a newer connection" else { return }
        judge.object(.refused(reader: browsers[browser].name, reason: reason))
    }

    private func asksForHistory(_ browser: Int) -> Bool {
        scenario.actions.contains { action in
            if case .ask = action.deed { action.browser == browser } else { false }
        }
    }

    private mutating func hear(_ news: ChatNews, _ browser: Int) {
        switch news {
        case .attached(let position, _):
            if scenario.sabotage == .cutPerson { noteCut(browser: browser) }
            let words = browsers[browser].begin(at: position)
            noteSaid(words, by: browser)
        case .message(let line):
            browsers[browser].note(line.id)
            noteHeard(line.text, by: browser)
        case .acknowledged(let key, _, _): browsers[browser].handleAcknowledged(key)
        case .users, .usersChanged, .gap, .history, .notHeld, .other: break
        }
        for news in scenario.sabotage?.distort(news, heard: judge.hearings, by: browser) ?? [news] {
            judge.handle(news, of: browser, at: internet.now)
        }
    }
}
