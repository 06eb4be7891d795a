extension WholeMesh {
    /// A person does something.
    mutating func act(_ action: WholeAction) {
        let browser = action.browser
        switch action.deed {
        case .speak(let count):
            for _ in 0..<count {
                if let text = browsers[browser].speak() { judge.handleSpoken(text) }
            }
        case .reload(let node, let wait):
            browsers[browser].leave()
            let event = WholeEvent.open(browser: Int32(browser), node: Int32(node), serial: browsers[browser].serial)
            queue.schedule(event, at: internet.now + wait)
        }
    }

    /// A client goes to a node, and elsewhere when that does not take it in within two seconds.
    mutating func open(_ browser: Int, _ node: Int, _ serial: UInt64) {
        guard browsers[browser].serial == serial else { return }
        judge.handleConnecting(browser)
        let node = node < 0 ? dice.below(hosts.count) : node
        browsers[browser].open(at: node, SimulatedInternet.address(of: node, port: WholeScenario.httpPort))
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
        for news in browsers[browser].takeNews() {
            switch news {
            case .opened, .answer: break
            case .text(let bytes): hear(ChatNews(bytes), browser)
            case .closed(let code, let reason):
                if code == 1008 || code == nil {
                    judge.object(.refused(reader: browsers[browser].name, reason: reason))
                }
            case .lost:
                let event = WholeEvent.open(browser: Int32(browser), node: -1, serial: browsers[browser].serial)
                queue.schedule(event, at: internet.now + dice.pick(50_000_000...500_000_000))
            }
        }
    }

    private mutating func hear(_ news: ChatNews, _ browser: Int) {
        var keyed: String?
        switch news {
        case .attached(let position): browsers[browser].begin(at: position)
        case .message(_, let id): browsers[browser].note(id)
        case .acknowledged(let key, _, _): keyed = Browser.text(ofKey: key)
        case .users, .gap, .other: break
        }
        for news in scenario.sabotage?.distort(news, heard: judge.hearings, by: browser) ?? [news] {
            judge.handle(news, of: browser, keyed: keyed)
        }
    }
}

extension WholeScenario.Sabotage {
    /// Changes what one of the clients hears, once.
    ///
    /// - Parameters:
    ///   - news: What it hears.
    ///   - count: How many messages all clients have heard.
    ///   - browser: Which client.
    /// - Returns: What the judge is told of.
    func distort(_ news: ChatNews, heard count: Int, by browser: Int) -> [ChatNews] {
        guard case .message(let text, let id) = news, count == 10 else { return [news] }
        switch self {
        case .repeatMessage: return [news, news]
        case .loseMessage: return []
        case .forgeMessage: return [news, .message("nobody said so", id: id)]
        case .swapMessages: return [.message(text, id: id + "000")]
        case .inventLoss, .hideUser, .changeTranscript, .forgetDisks: return [news]
        }
    }
}
