import Testing

@testable import ChatPage

@Suite("The JavaScript module") struct ChannelModuleTests {
    /// The module as text; it is ours, so it is UTF-8.
    let module = String(decoding: ChannelModule.script, as: UTF8.self)

    @Test func `stays under 23 kB`() {
        #expect(module.utf8.count > 5000)
        #expect(module.utf8.count < 23_000)
    }

    @Test func `imports nothing, and exports one class`() {
        let lines = module.split(separator: "\n")
        #expect(!lines.contains { $0.hasPrefix("import ") } && !module.contains("import("))
        #expect(lines.filter { $0.hasPrefix("export ") } == ["export class BroadcastChannel extends EventTarget{"])
    }

    @Test func `keeps what strings say, and says private names in short`() {
        let script = """
            class Line {
            #session = new Session('a, b = c', { d: 1 });
            get #open() { return this.#session + - 1 || /a, b/; }
            static #make(name) { return `${name} , ${this.#open}#${name}`; }
            }
            """
        let compact = """
            class Line{
            #a=new Session('a, b = c',{d:1});
            get #b() { return this.#a + - 1 || /a, b/; }
            static #c(name) { return `${name} , ${this.#b}#${name}`; }
            }
            """
        #expect(CompactScript(script).text == compact)
    }

    @Test func `has types for all that it shows`() {
        let types = String(decoding: ChannelModule.types, as: UTF8.self)
        for name in [
            "constructor(", "at(", "name:", "ready:", "status:", "bufferedAmount:", "bufferedAmountLowThreshold:",
            "postMessage(", "close(", "onmessage:", "onmessageerror:", "ongap:", "onerror:", "onbufferedamountlow:",
        ] {
            #expect(types.contains(name), "\(name)")
        }
    }
}
