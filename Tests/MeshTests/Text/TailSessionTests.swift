import BroadcastMesh
import MeshClient
import Reactor
import Testing

@testable import Mesh

@Suite("A reader of a relay channel") struct TailSessionTests {
    @Test func `goes on at another node, without what was shown already`() {
        var session = Self.opened()
        #expect(Self.texts(session.handleMessage(.text("one"))) == ["one"])
        #expect(Self.texts(session.handleMessage(.text("two"))) == ["two"])

        let actions = session.handleClose(code: 1006, reason: "lost", at: 10, chance: 0)
        #expect(actions == [.notice("http://a: lost; looking for another node")])
        #expect(session.handleTimer(at: 10, chance: 0) == [.dial("http://b/channels/tea?history=1000")])
        _ = session.handleOpening(at: 20)

        let history = ["zero", "one", "two", "three", "four"]
        #expect(history.flatMap { Self.texts(session.handleMessage(.text($0))) } == ["three", "four"])
    }

    @Test func `shows everything when it has seen nothing of what the next node holds`() {
        var session = Self.opened()
        _ = session.handleMessage(.text("old"))
        _ = session.handleClose(code: 1006, reason: "", at: 10, chance: 0)
        _ = session.handleTimer(at: 10, chance: 0)
        _ = session.handleOpening(at: 20)
        #expect(session.handleMessage(.text("new")) == [])
        #expect(Self.texts(session.handleTimer(at: 20 + TailSession.historyTime, chance: 0)) == ["new"])
        #expect(Self.texts(session.handleMessage(.text("old"))) == ["old"])
    }

    @Test func `forgets no early message when the node goes as well`() {
        var session = Self.opened()
        _ = session.handleMessage(.text("old"))
        _ = session.handleClose(code: 1006, reason: "", at: 10, chance: 0)
        _ = session.handleTimer(at: 10, chance: 0)
        _ = session.handleOpening(at: 20)
        _ = session.handleMessage(.text("new"))
        #expect(Self.texts(session.handleClose(code: 1006, reason: "", at: 21, chance: 0)) == ["new"])
    }

    @Test func `dials every node, the one that it lost last, and comes round again`() {
        var session = Self.opened()
        _ = session.handleClose(code: 1006, reason: "", at: 10, chance: 0)
        #expect(session.handleTimer(at: 10, chance: 0) == [.dial("http://b/channels/tea?history=0")])
        #expect(
            session.handleClose(code: 1006, reason: "", at: 11, chance: 1) == [.dial("http://a/channels/tea?history=0")]
        )
        #expect(session.handleClose(code: 1006, reason: "", at: 12, chance: 1) == [])
        #expect(session.deadline == 2_000_000_012)
    }

    @Test func `ends when the first node cannot be reached, or says no`() {
        var session = TailSession(channel: "tea", history: 5, home: NodeAddress("a"))
        #expect(session.begin(at: 0) == [.dial("http://a/channels/tea?history=5")])
        #expect(
            session.handleClose(code: 1006, reason: "Connection refused", at: 1, chance: 0)
                == [.hangUp, .end(reason: "Connection refused")]
        )
        var other = Self.opened()
        #expect(other.handleClose(code: 1008, reason: "no", at: 1, chance: 0) == [.hangUp, .end(reason: "no")])
    }

    @Test(arguments: [
        (WebSocketMessage.text("a\nb\u{1B}"), #"a\nb\u{1B}"#, #"{"data":"a\nb\u001b"}"#),
        (.text("ends\n"), "ends", #"{"data":"ends\n"}"#),
        (.binary([0, 255]), "[2 B] 00 ff", #"{"base64":"AP8="}"#),
        (.binary([1, 2, 3, 4]), "[4 B] 01 02 03 04", #"{"base64":"AQIDBA=="}"#),
        (.binary([]), "[0 B] ", #"{"base64":""}"#),
    ])
    func `prints one line for each message`(message: WebSocketMessage, text: String, json: String) {
        #expect(TailLine.text(for: message) == text)
        #expect(TailLine.json(for: message) == json)
    }

    private static func opened() -> TailSession {
        var session = TailSession(channel: "tea", history: nil, home: NodeAddress("a"))
        _ = session.begin(at: 0)
        _ = session.handleOpening(at: 1)
        session.handleNodes([NodeAddress("b")])
        return session
    }

    private static func texts(_ actions: [TailSession.Action]) -> [String] {
        actions.compactMap { action in
            guard case .show(.text(let text)) = action else { return nil }
            return text
        }
    }
}
