import Testing

@Suite(
    "The chat page, when nodes come and go",
    .serialized,
    .timeLimit(.minutes(10)),
    .enabled(if: Browser.program != nil, "\(Browser.skipReason)")
) struct ChatPageResumeTests {
    /// A line of nodes that serve at the same ports again after a restart.
    private func line(_ count: Int) -> MeshFile {
        var file = MeshFile.line(count)
        for node in file.nodes.indices { file.nodes[node].http = "127.0.0.1:\(FreePorts.next())" }
        return file
    }

    @Test func `says that the connection is lost, counts down, and comes back by itself`() async throws {
        try await withMesh(line(1)) { mesh in
            try await Browser.run { browser in
                let ana = try await ChatPerson("Ana", in: browser, at: mesh["node-0"])
                try await ana.join()

                try await mesh["node-0"].crash()

                try await ana.page.waitUntil("state.innerText === 'Connection lost' && !lost.hidden")
                try await ana.page.waitUntil("/^Next try in \\d+ s$/.test(countdown.innerText)")
                try await ana.page.recordPicture("connection-lost")
                // What is half written stays.
                try await ana.page.insert("Where were we?")
                try await mesh["node-0"].start()
                try await ana.page.waitUntil("lost.hidden && people.children.length === 1")
                try await ana.page.waitUntil("state.innerText.startsWith('Connected to node-0')")
                try await ana.page.press(.enter)
                try await eventually("the message arrives") {
                    try await ana.conversation == ["Ana: Where were we?"]
                }
            }
        }
    }

    @Test func `goes on at another node when its own dies, and misses nothing`() async throws {
        try await withMesh(line(2)) { mesh in
            try await Browser.run { browser in
                let ana = try await ChatPerson("Ana", in: browser, at: mesh["node-0"])
                try await ana.join()
                let ben = try await ChatClient("Ben", at: mesh["node-1"])
                try await ana.say("one")
                try await eventually("Ben reads it") { ben.conversation == ["Ana: one"] }

                try await mesh["node-0"].crash()
                try await ben.say("two, while you were away")

                try await ana.page.waitUntil("state.innerText.startsWith('Connected to node-1')")
                try await ana.say("three, from the other side")
                let conversation = ["Ana: one", "Ben: two, while you were away", "Ana: three, from the other side"]
                try await eventually("both have all of it, once") {
                    let seen = try await ana.conversation
                    return seen == conversation && ben.conversation == conversation
                }
                try await ana.page.waitUntil("state.innerText.endsWith('No answer from node-0')")
                try await eventually("the list knows where everybody is now") {
                    try await ana.people == ["Ana (you)node-1", "Bennode-1"]
                }
                #expect(try await ana.page.violations == [])
            }
        }
    }

    @Test func `sends what was written while the node was away, once`() async throws {
        try await withMesh(line(1)) { mesh in
            try await Browser.run { browser in
                let ana = try await ChatPerson("Ana", in: browser, at: mesh["node-0"])
                try await ana.join()
                try await ana.say("before")
                try await ana.page.waitUntil("messages.querySelectorAll('.said').length === 1")
                try await mesh["node-0"].crash()
                try await ana.page.waitUntil("!lost.hidden")

                try await ana.say("meanwhile")

                try await ana.page.waitUntil(
                    "waiting.innerText === 'meanwhile' && messages.querySelectorAll('.said').length === 1"
                )
                try await mesh["node-0"].start()
                try await ana.page.waitUntil(
                    "messages.querySelectorAll('.said').length === 2 && !waiting.children.length"
                )
                #expect(try await ana.conversation == ["Ana: before", "Ana: meanwhile"])
                // The node has forgotten what it held; the page, which knew of no second copy, has not.
                let ben = try await ChatClient("Ben", at: mesh["node-0"], query: "&history=9")
                try await eventually("a newcomer reads both") {
                    ben.conversation == ["Ana: before", "Ana: meanwhile"]
                }
            }
        }
    }

    @Test func `keeps what was typed and what waits over a reload`() async throws {
        try await withMesh(line(1)) { mesh in
            try await Browser.run { browser in
                let ana = try await ChatPerson("Ana", in: browser, at: mesh["node-0"])
                try await ana.join()
                // As if the node took its time: it is stopped while Ana writes, and the page is loaded again.
                try await mesh["node-0"].crash()
                try await ana.page.waitUntil("!lost.hidden")
                try await ana.say("waits")
                try await ana.page.insert("half a sen")
                let kept = try await ana.page.evaluate("JSON.stringify({ ...sessionStorage })").text ?? ""
                try await mesh["node-0"].start()
                try await ana.page.waitUntil("messages.querySelectorAll('.said').length === 1")

                let later = try await ChatPerson("Ana", in: browser, at: mesh["node-0"])
                try await later.page.evaluate("Object.assign(sessionStorage, \(kept))")
                try await later.page.reload()

                try await later.page.waitUntil("!room.hidden && draft.value === 'half a sen'")
                try await later.page.waitUntil(
                    "messages.querySelectorAll('.said').length === 1 && !waiting.children.length"
                )
                #expect(try await later.conversation == ["Ana: waits"])
            }
        }
    }

    @Test func `tells a newcomer how much of a long conversation is not shown`() async throws {
        try await withMesh(line(1)) { mesh in
            try await Browser.run { browser in
                let ben = try await ChatClient("Ben", at: mesh["node-0"])
                for number in 1...620 { try await ben.say("\(number)") }
                try await eventually("all is said") { ben.conversation.count == 620 }

                let ana = try await ChatPerson("Ana", in: browser, at: mesh["node-0"])
                try await ana.join()

                try await ana.page.waitUntil(
                    "earlier.checkVisibility() && earlier.innerText === 'Earlier, not shown: 120'"
                )
                #expect(try await ana.conversation.first == "Ben: 121")

                // Who looks back gets it, and what is looked at stays where it is.
                let place = "messages.querySelector('.said:nth-child(20)')"
                try await ana.page.evaluate("\(place).id = 'read'; log.scrollTop = 150")
                try await ana.page.evaluate("window.placeBefore = read.getBoundingClientRect().top")
                try await ana.page.waitUntil("messages.querySelectorAll('.said').length === 600")
                #expect(try await ana.page.holds("Math.abs(read.getBoundingClientRect().top - placeBefore) < 2"))
                try await ana.page.evaluate("log.scrollTop = 0")
                try await ana.page.waitUntil("messages.querySelectorAll('.said').length === 620 && earlier.hidden")
                #expect(try await ana.conversation == (1...620).map { "Ben: \($0)" })
            }
        }
    }

    @Test func `says how much too long a message is instead of cutting it`() async throws {
        try await withMesh(line(1)) { mesh in
            try await Browser.run { browser in
                let ana = try await ChatPerson("Ana", in: browser, at: mesh["node-0"])
                try await ana.join()

                try await ana.page.insert(String(repeating: "x", count: 15_000))

                try await ana.page.waitUntil("objection.innerText === 'Too long: 15,000 of 10,000 characters'")
                #expect(try await ana.page.holds("send.disabled && draft.value.length === 15000"))
                try await ana.page.recordPicture("too-long")
            }
        }
    }

    @Test func `shows a newcomer what was said before, and how many nodes hold what one said`() async throws {
        try await withMesh(line(2)) { mesh in
            try await Browser.run { browser in
                let ana = try await ChatPerson("Ana", in: browser, at: mesh["node-0"])
                try await ana.join()
                for number in 1...3 { try await ana.say("line \(number)") }
                try await ana.page.waitUntil("document.querySelectorAll('[aria-label=\"Copies: 2\"]').length === 3")

                let ben = try await ChatPerson("Ben", in: browser, at: mesh["node-1"])
                try await ben.join()

                try await eventually("Ben reads all of it") {
                    try await ben.conversation == ["Ana: line 1", "Ana: line 2", "Ana: line 3"]
                }
                #expect(try await ben.page.holds("!document.querySelector('.copies')"))
            }
        }
    }

    @Test func `gives way to a newer window of the same person`() async throws {
        try await withMesh(line(2)) { mesh in
            try await Browser.run { browser in
                let first = try await ChatPerson("Ana", in: browser, at: mesh["node-0"])
                try await first.join()
                let key = "sessionStorage[`${location.origin} chat session`]"
                let session = try await first.page.evaluate(key).text ?? ""
                let second = try await ChatPerson("Ana", in: browser, at: mesh["node-1"])
                // As the copy of a tab has it.
                try await second.page.evaluate("\(key) = '\(session)'")
                try await second.page.reload()

                try await second.join()

                try await first.page.waitUntil("refusal.innerText === 'You went on in another tab.'")
                try await second.page.waitUntil("people.children.length === 1 && !room.hidden")
                #expect(try await first.page.holds("room.hidden && !join.disabled"))
            }
        }
    }
}
