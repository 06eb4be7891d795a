import FoundationEssentials
import Testing

@testable import ChatPage

@Suite("The chat page") struct ChatPageTests {
    /// The document as text; it is ours, so it is UTF-8.
    let page = String(decoding: ChatPage.chat.html, as: UTF8.self)

    @Test func `stays under 40 kB`() {
        #expect(ChatPage.chat.html.count > 10_000)
        #expect(ChatPage.chat.html.count < 40_000)
    }

    @Test func `is one document with one script and one style`() {
        #expect(page.hasPrefix("<!doctype html>"))
        for tag in ["<script", "</script>", "<style", "</style>", "</html>"] {
            #expect(page.components(separatedBy: tag).count == 2, "\(tag)")
        }
    }

    @Test(arguments: ["src=", "@import", "url(", "href=\"http", "href=\"/", "import(", "import {", "export ", "//cdn"])
    func `loads nothing from elsewhere`(reference: String) {
        #expect(!page.contains(reference))
    }

    @Test(arguments: [
        "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(", " onclick=",
    ])
    func `never turns text into markup or script`(sink: String) {
        #expect(!page.contains(sink))
    }

    @Test(arguments: ChatPage.sessionNames.sorted())
    func `shortens only names that are said nowhere else`(name: String) {
        #expect(ChatPage.session.contains(name))
        #expect(!page.contains(name))
    }

    @Test func `asks for no name that it has no Chinese for`() {
        let words = ChatPage.words.components(separatedBy: "const chinese = {").last ?? ""
        let table = words.components(separatedBy: "};").first ?? ""
        let asked = page.components(separatedBy: "say('").dropFirst().map { $0.prefix { $0 != "'" } }
        // What the session and the mesh say, they say as a list of words and values, in the script as it is written.
        let script = page + ChatPage.session + ChatPage.mesh
        let openings = ["notice: ['", "refused: ['", "#refuse(['", "push(['", "return ['", "? ['", ": ['"]
        let told = openings.flatMap { opening in
            script.components(separatedBy: opening).dropFirst().map { $0.prefix { $0 != "'" } }
        }
        #expect(asked.count > 10 && told.count > 8)
        for text in asked + told where text.first?.isUppercase == true {
            #expect(table.contains("'\(text)': '"), "\(text)")
        }
    }
}
