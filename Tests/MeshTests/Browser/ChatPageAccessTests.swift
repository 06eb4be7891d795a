import Testing

@Suite(
    "The chat page, for everybody",
    .serialized,
    .timeLimit(.minutes(10)),
    .enabled(if: Browser.program != nil, "\(Browser.skipReason)")
) struct ChatPageAccessTests {
    @Test func `can be used with the keyboard alone`() async throws {
        try await withMesh(.single) { mesh in
            try await Browser.run { browser in
                let page = try await browser.open(await mesh["node-0"].url("http"))
                try await page.setViewport(width: 360, height: 740)
                #expect(try await page.focus == "Your name")
                try await page.type("Ana")
                try await page.press(.enter)
                try await page.waitUntil("!room.hidden")

                #expect(try await page.focus == "Message")
                try await page.type("one")
                try await page.press(.enter)
                try await page.waitUntil("messages.innerText.includes('one')")

                try await page.type("two")
                try await page.press(.tab)
                #expect(try await page.focus == "Send")
                try await page.press(.enter)
                try await page.waitUntil("messages.innerText.includes('two')")
                #expect(try await page.focus == "Message")

                var names: [String] = []
                for _ in 0..<3 {
                    try await page.press(.tab, shift: true)
                    names.append(try await page.focus)
                }
                #expect(names == ["Messages", "Leave", "1 online"])
                try await page.press(.enter)
                try await page.waitUntil("side.matches(':popover-open') && people.checkVisibility()")
                try await page.press(.escape)
                try await page.waitUntil("!side.matches(':popover-open')")
                #expect(try await page.focus == "1 online")
            }
        }
    }

    @Test func `tells a screen reader what everything is`() async throws {
        try await withMesh(.single) { mesh in
            try await Browser.run { browser in
                let ana = try await ChatPerson("Ana", in: browser, at: mesh["node-0"])
                let door = try await ana.page.accessibleParts
                for part in ["heading \"mesh chat\"", "textbox \"Your name\"", "button \"Join\""] {
                    #expect(door.contains(part), "\(door)")
                }

                try await ana.join()
                try await ana.say("Hello")
                try await ana.page.waitUntil("messages.innerText.includes('Hello')")

                let room = try await ana.page.accessibleParts
                for part in [
                    "heading \"mesh chat\"", "button \"Leave\"", "main \"Messages\"", "textbox \"Message\"",
                    "button \"Send\"", "complementary \"People and mesh\"", "heading \"1 online\"",
                ] {
                    #expect(room.contains(part), "\(room)")
                }
                #expect(room.contains { $0.hasPrefix("log ") } && room.contains { $0.hasPrefix("status ") })
            }
        }
    }

    @Test func `fits a screen of 360 pixels, whatever people write`() async throws {
        try await withMesh(.single) { mesh in
            try await Browser.run { browser in
                let name = String(repeating: "W", count: 64)
                let person = try await ChatPerson(name, in: browser, at: mesh["node-0"])
                try await person.page.setViewport(width: 360, height: 740, isPhone: true)
                let fits = "document.documentElement.scrollWidth <= 360"
                #expect(try await person.page.holds(fits))

                try await person.join()
                try await person.say(String(repeating: "m", count: 500))
                try await person.page.waitUntil("messages.querySelectorAll('.said').length === 1")

                #expect(try await person.page.holds(fits))
                #expect(try await person.page.holds("log.scrollWidth <= log.clientWidth"))
                let right = "messages.querySelector('.text').getBoundingClientRect().right"
                #expect(try await person.page.holds("\(right) <= 360"))
                try await person.page.recordPicture("long-words-on-a-phone")
                try await person.page.evaluate("toggle.click()")
                #expect(try await person.page.holds("side.scrollWidth <= side.clientWidth && \(fits)"))
            }
        }
    }

    @Test func `speaks Chinese to a browser that does`() async throws {
        try await withMesh(.single) { mesh in
            try await Browser.run { browser in
                let ming = try await ChatPerson("小明", in: browser, at: mesh["node-0"], language: "zh-CN")
                #expect(try await ming.page.evaluate("document.documentElement.lang") == "zh")
                #expect(try await ming.page.evaluate("document.querySelector('label').innerText") == "你的名字")

                try await ming.join()
                try await ming.say("你好")

                try await eventually("it arrives") { try await ming.conversation == ["小明: 你好"] }
                try await ming.page.waitUntil("state.innerText.startsWith('已连接到 node-0')")
                #expect(try await ming.page.holds("side.innerText.includes('1 人在线')"))
                let english = "/[A-Za-z]{2,}/.exec(document.body.innerText.replace(/mesh chat|node-0/g, ''))?.[0] ?? ''"
                #expect(try await ming.page.evaluate(english) == "")
                #expect(await ming.page.complaints == [])
            }
        }
    }

    @Test func `is written in from the right where the words are`() async throws {
        try await withMesh(.single) { mesh in
            try await Browser.run { browser in
                let ana = try await ChatPerson("Ana", in: browser, at: mesh["node-0"])
                try await ana.join()
                try await ana.page.type("שלום")
                #expect(try await ana.page.holds("draft.matches(':dir(rtl)')"))
                try await ana.page.press(.enter)
                try await ana.page.waitUntil("messages.querySelector('.text')?.matches(':dir(rtl)')")

                // A browser may put the whole page so, to translate it.
                try await ana.page.evaluate("document.documentElement.dir = 'rtl'")
                #expect(try await ana.page.holds("document.documentElement.scrollWidth <= innerWidth"))
                let place = "people.querySelector('small').getBoundingClientRect().left"
                #expect(try await ana.page.holds("\(place) - people.getBoundingClientRect().left < 2"))
                try await ana.page.recordPicture("from-the-right")
            }
        }
    }

    @Test(arguments: ["light", "dark"])
    func `is readable in either colour scheme, whatever the colour of a name`(scheme: String) async throws {
        // The contrast of WCAG 2.2 §1.4.3, with colours as the canvas paints them.
        let script = """
            (() => {
                const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
                const luminance = colour => {
                    canvas.fillStyle = colour;
                    canvas.fillRect(0, 0, 1, 1);
                    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map(value => value / 255)
                        .map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
                    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
                };
                const contrast = (one, other) => {
                    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
                    return (light + 0.05) / (dark + 0.05);
                };
                const paper = getComputedStyle(document.documentElement);
                const sample = document.createElement('p');
                document.body.append(sample);
                const colours = [paper.color];
                for (const style of ['warning', 'notice', 'name']) {
                    sample.className = style;
                    for (let hue = 0; hue < 360; hue += 10) {
                        sample.style.setProperty('--hue', hue);
                        colours.push(getComputedStyle(sample).color);
                    }
                }
                return Math.min(...colours.map(colour => contrast(colour, paper.backgroundColor)));
            })()
            """
        try await withMesh(.single) { mesh in
            try await Browser.run { browser in
                let ana = try await ChatPerson("Ana", in: browser, at: mesh["node-0"])
                try await ana.page.setColourScheme(scheme)
                #expect(try await ana.page.accessFaults == [])
                try await ana.join()
                try await ana.say("Hello, see https://example.org/")
                try await ana.page.waitUntil("messages.querySelectorAll('.said').length === 1")
                #expect(try await ana.page.accessFaults == [])

                guard case .number(let contrast) = try await ana.page.evaluate(script) else {
                    Issue.record("no number")
                    return
                }

                #expect(contrast >= 4.5)
                try await ana.page.recordPicture("conversation-\(scheme)")
            }
        }
    }
}
