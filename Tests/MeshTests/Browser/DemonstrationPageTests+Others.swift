import Testing

extension DemonstrationPageTests {
    @Test func `tells in its guide and its verdict what happened, and nothing else`() async throws {
        try await demonstrate("?every=300") { page in
            try await waitForNumbers(2, on: page)
            try await page.evaluate(
                """
                window.guides = new Set();
                new MutationObserver(() => guides.add(guide.textContent)).observe(guide, { childList: true });
                """
            )
            // As somebody else kills it, who sees neither this page nor this minute.
            try await page.evaluate(
                """
                fetch('status').then(answer => answer.json()).then(({ nodes }) => fetch(
                    `http://${nodes.find(node => node.name === 'charlie').http}/demo/crash`, { method: 'POST' }))
                    .then(() => 0, () => 0)
                """
            )
            try await page.waitUntil("tally.innerText.includes('1 crash, 0 changes')", seconds: 30)
            #expect(try await page.evaluate("[...guides].join('|')") == "")

            try await page.evaluate(
                "document.querySelector('#switches [aria-label=\"Kill alpha\"]').dispatchEvent(new MouseEvent('click'))"
            )
            try await page.waitUntil("guide.innerText.startsWith('Ana went on at another node. Say something')")
            #expect(try await page.evaluate("guides.size") == 1)
            #expect(try await page.holds("!left.innerText.includes('on alpha')"))
        }
    }

    @Test func `begins with a whole mesh, and tells what others cut from what is missing`() async throws {
        try await demonstrate("?every=100") { page in
            let link = "document.querySelector('#switches [aria-label^=\"Link charlie – delta\"]')"
            try await waitForNumbers(2, on: page)
            try await page.evaluate("\(link).dispatchEvent(new MouseEvent('click', { bubbles: true }))")
            try await page.waitUntil("proof.innerText.startsWith('Cut apart')")

            try await page.reload()

            try await waitForNumbers(2, on: page)
            try await page.waitUntil("right.innerText.includes('on delta')")
            try await page.waitUntil("!proof.innerText.startsWith('Cut apart')")

            // As another page does it.
            try await page.evaluate(
                """
                fetch('status').then(answer => answer.json()).then(({ nodes }) => Promise.all(
                    [['charlie', 'delta'], ['delta', 'charlie']].map(([one, other]) => fetch(
                        `http://${nodes.find(node => node.name === one).http}/demo/links/${other}?state=down`,
                        { method: 'POST' })))).then(() => 0)
                """
            )
            try await page.waitUntil("\(link).ariaChecked === 'false'", seconds: 30)
            try await page.waitUntil("tally.innerText.includes('1 partition, ')", seconds: 30)
            #expect(try await page.holds("tally.innerText.includes('missing 0,')"))
            try await page.evaluate("\(link).dispatchEvent(new MouseEvent('click', { bubbles: true }))")
            try await page.waitUntil("verdict.innerText.includes('1 partition, 0 crashes')", seconds: 60)
            #expect(try await page.holds("verdict.innerText.includes('missing 0, twice 0, out of order 0')"))
        }
    }
}
