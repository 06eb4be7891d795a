import Reactor
import Testing

@Suite(
    "The chat page in a browser",
    .serialized,
    .timeLimit(.minutes(10)),
    .enabled(if: Browser.program != nil, "\(Browser.skipReason)")
) struct ChatPageConversationTests {
    @Test func `lets people on two nodes talk, and shows who is where`() async throws {
        try await withMesh(MeshFile.line(2).withBrowserPorts) { mesh in
            try await Browser.run { browser in
                let ana = try await ChatPerson("Ana", in: browser, at: mesh["node-0"])
                let ben = try await ChatPerson("Ben", in: browser, at: mesh["node-1"])
                try await ana.join()
                try await ben.join()

                try await ana.say("Is anybody there?")
                try await ben.page.waitUntil("messages.innerText.includes('anybody')")
                try await ben.say("On the other node.")

                let conversation = ["Ana: Is anybody there?", "Ben: On the other node."]
                try await eventually("both read both") {
                    let seen = try await [ana.conversation, ben.conversation]
                    return seen == [conversation, conversation]
                }
                try await eventually("the lists tell who is on which node") {
                    let lists = try await [ana.people, ben.people]
                    return lists == [["Ana (you)node-0", "Bennode-1"], ["Ben (you)node-1", "Ananode-0"]]
                }
                let left = "item => item.querySelector('.text').getBoundingClientRect().left"
                #expect(try await ana.page.holds("(\(left))(messages.children[0]) > (\(left))(messages.children[1])"))
                #expect(try await ana.page.holds("/\\d:\\d\\d/.test(messages.querySelector('time').innerText)"))
                try await ana.page.waitUntil("state.innerText === 'Connected to node-0 · links up 1/1, nodes 2'")
                try await ana.page.waitUntil("proof.innerText === '2 nodes hold the same 2 messages'")
                #expect(try await ana.page.evaluate("map.querySelectorAll('circle').length") == 3)
                let complaints = await ana.page.complaints
                #expect(complaints == [])
                try await ana.page.recordPicture("conversation")
            }
        }
    }

    @Test func `finds one of many people, with the mesh in sight below them`() async throws {
        try await withMesh(.single) { mesh in
            try await Browser.run { browser in
                var crowd: [ChatClient] = []
                for number in 10..<50 { crowd.append(try await ChatClient("Person-\(number)", at: mesh["node-0"])) }
                let ana = try await ChatPerson("Ana", in: browser, at: mesh["node-0"])
                try await ana.join()
                try await ana.page.waitUntil("people.children.length === 41")
                #expect(try await ana.page.holds("proof.getBoundingClientRect().bottom < innerHeight"))

                try await ana.page.evaluate("sought.focus()")
                try await ana.page.insert(" person-4")

                try await eventually("those who are called so are left") {
                    try await ana.people == (40..<50).map { "Person-\($0)node-0" }
                }
                #expect(try await ana.page.evaluate("online.innerText") == "41 online")
                try await ana.page.recordPicture("many-people")
            }
        }
    }

    @Test func `leads from an empty channel to the same at another node`() async throws {
        try await withMesh(MeshFile.line(2).withBrowserPorts) { mesh in
            try await Browser.run { browser in
                let ana = try await ChatPerson("Ana", in: browser, at: mesh["node-0"])
                let home = try await ana.page.evaluate("location.href").text ?? ""
                try await ana.page.load("\(home)?channel=tea")
                #expect(try await ana.page.evaluate("door.querySelector('h1').innerText") == "tea")
                try await ana.join()

                try await ana.page.waitUntil("empty.checkVisibility() && empty.querySelector('a')")

                let link = try await ana.page.evaluate("empty.querySelector('a').href").text ?? ""
                #expect(link.hasSuffix("/chat?channel=tea"))
                #expect(!link.hasPrefix(home))
                try await ana.page.load(link)
                #expect(try await ana.page.evaluate("document.title") == "tea")
            }
        }
    }

    @Test func `shows that a link is down`() async throws {
        try await withMesh(.line(2)) { mesh in
            try await Browser.run { browser in
                let ana = try await ChatPerson("Ana", in: browser, at: mesh["node-0"])
                try await ana.join()
                try await ana.page.waitUntil("links.innerText.includes('tcp up')")

                try await mesh["node-1"].crash()

                try await ana.page.waitUntil("links.innerText.includes('tcp down')")
                #expect(try await ana.page.holds("state.innerText.endsWith('No answer from node-1')"))
            }
        }
    }

    @Test func `asks for another name when one is taken, wherever in the mesh`() async throws {
        try await withMesh(.line(2)) { mesh in
            try await Browser.run { browser in
                let ana = try await ChatPerson("Ana", in: browser, at: mesh["node-0"])
                try await ana.join()
                let second = try await ChatPerson("Ana", in: browser, at: mesh["node-1"])

                try await second.knock()

                try await second.page.waitUntil(
                    "refusal.innerText === '“Ana” is already taken. Choose another name.' && !join.disabled"
                )
                #expect(try await second.page.focus == "Your name")
                try await second.page.recordPicture("name-taken")
                // The old name is selected, so typing replaces it.
                try await second.page.type("Anna")
                try await second.page.press(.enter)
                try await ana.page.waitUntil("people.innerText.includes('Anna')")
                try await second.page.waitUntil("!room.hidden")
            }
        }
    }

    @Test func `keeps the name over a reload, until the person leaves`() async throws {
        try await withMesh(.single) { mesh in
            try await Browser.run { browser in
                let ana = try await ChatPerson("Ana", in: browser, at: mesh["node-0"])
                try await ana.join()

                try await ana.page.reload()
                try await ana.page.waitUntil("!room.hidden && people.innerText.includes('Ana')")
                try await ana.page.evaluate("leave.click()")

                try await ana.page.waitUntil("!door.hidden")
                try await ana.page.reload()
                try await ana.page.waitUntil("!door.hidden && room.hidden")
            }
        }
    }

    @Test func `says once what was sent a moment before the person left, though it is sent again`() async throws {
        try await withMesh(.single) { mesh in
            try await Browser.run { browser in
                let ana = try await ChatPerson("Ana", in: browser, at: mesh["node-0"])
                try await ana.join()

                try await ana.page.evaluate("draft.value = 'bye'; composer.requestSubmit(); leave.click()")
                try await ana.page.evaluate("waiting.querySelector('button').click()")
                try await ana.page.evaluate("door.requestSubmit()")

                try await ana.page.waitUntil("messages.querySelector('.copies')?.innerText && !waiting.children.length")
                #expect(try await ana.conversation == ["Ana: bye"])
                let ben = try await ChatClient("Ben", at: mesh["node-0"], query: "&history=9")
                try await eventually("Ben reads it once") { ben.conversation == ["Ana: bye"] }
            }
        }
    }

    @Test func `keeps 500 messages of a flood, and says how many it does not show`() async throws {
        try await withMesh(.single) { mesh in
            try await Browser.run { browser in
                let ana = try await ChatPerson("Ana", in: browser, at: mesh["node-0"])
                try await ana.join()
                let ben = try await ChatClient("Ben", at: mesh["node-0"])

                for number in 1...1200 { try await ben.say("line \(number)") }

                try await ana.page.waitUntil("messages.lastChild?.innerText.endsWith('line 1200')")
                #expect(try await ana.page.evaluate("messages.children.length") == 500)
                #expect(try await ana.page.evaluate("earlier.innerText") == "Earlier, not shown: 700")
                try await ana.page.waitUntil("log.scrollHeight - log.scrollTop - log.clientHeight < 2")

                try await ana.page.evaluate("log.scrollTop = 1000")
                try await ana.page.waitUntil("log.scrollTop === 1000")
                try await ben.say("and one more")
                try await ana.page.waitUntil("newer.innerText === '↓ New messages: 1'")
                #expect(try await ana.page.evaluate("log.scrollTop") == 1000)
                try await ana.page.evaluate("newer.click()")
                try await ana.page.waitUntil("newer.hidden && log.scrollHeight - log.scrollTop - log.clientHeight < 2")
            }
        }
    }
}
