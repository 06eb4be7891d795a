import BroadcastMesh
import ChannelProtocol
import Gossip
import MeshSimulator

extension FuzzTarget {
    /// `mesh.json`.
    static let configuration = FuzzTarget(
        name: "configuration",
        summary: "mesh.json; a mistake has a place, and what is taken makes sense"
    ) { trial throws(BrokenInvariant) in
        var mutator = trial.mutator()
        let bytes = mutator.mutated(mesh(&trial.dice), with: mesh(&trial.dice))
        trial.note(bytes)
        do throws(ConfigurationError) {
            let mesh = try MeshConfiguration(parsing: bytes)
            for node in mesh.nodes { _ = mesh.links(of: node.name) }
        } catch {
            guard !error.problem.isEmpty else { throw BrokenInvariant("a mistake in mesh.json has no name") }
        }
    }

    /// What chat clients send.
    static let chat = FuzzTarget(
        name: "chat",
        summary: "events of chat clients; what is taken is the same when it is written and taken again"
    ) { trial throws(BrokenInvariant) in
        var mutator = trial.mutator()
        let bytes = mutator.mutated(event(&trial.dice), with: mesh(&trial.dice))
        trial.note(bytes)
        guard (try? UTF8Span(validating: bytes.span)) != nil else { return }
        let command = ChatCommand(decoding: bytes.span)
        guard let written = try written(command) else { return }
        guard ChatCommand(decoding: written.span) == command else {
            throw BrokenInvariant("what a chat client said is not what it was when it is said again")
        }
    }

    /// How a client would have said it; `nil` for what means nothing.
    private static func written(_ command: ChatCommand) throws(BrokenInvariant) -> [UInt8]? {
        switch command {
        case .ignored: return nil
        case .malformed(let reason):
            guard (1...1024).contains(reason.utf8.count) else {
                throw BrokenInvariant("a refusal says nothing, or all")
            }
            return nil
        case .say(let message, let key):
            return ChatRequest.message(message, key: key)
        case .history(let before, let count):
            return ChatRequest.history(before: before, count: count)
        }
    }

    /// What clients keep of what they have seen.
    static let positions = FuzzTarget(
        name: "positions",
        summary: "positions; what is taken is written as it was read"
    ) { trial throws(BrokenInvariant) in
        var mutator = trial.mutator()
        let bytes = mutator.mutated(position(&trial.dice), with: position(&trial.dice))
        trial.note(bytes)
        guard let position = Position(String(decoding: bytes, as: UTF8.self)) else { return }
        guard Position(position.description) == position else {
            throw BrokenInvariant("a position is not what it was when it is read again")
        }
    }

    private static func position(_ dice: inout Dice) -> Piece {
        let parts = (0...dice.below(4)).map { number in
            Piece.parts([
                .text("node\(number)@"), .decimal(1_700_000_000_000), .text("/"), .decimal(UInt64(dice.below(99))),
                .text(","),
            ])
        }
        return .parts(parts)
    }

    private static func event(_ dice: inout Dice) -> Piece {
        guard dice.below(4) > 0 else {
            return .parts([
                .text(#"{"\#(EventMember.event)":"\#(EventName.history)","\#(EventMember.before)":"node0@1/"#),
                .decimal(UInt64(dice.below(99))),
                .text(#"","\#(EventMember.count)":"#), .decimal(UInt64(1 + dice.below(500))), .text("}"),
            ])
        }
        let members: [Piece] = [
            .text(#""\#(EventMember.event)":"\#(EventName.sendMessage)","#),
            .text(#""\#(EventMember.message)":"h\u00e9\ud83d\ude00\n","#),
            .text(#""\#(EventMember.key)":"k1","#), .text(#""other":[1,-2.5e3,true,null,{"a":"b"}],"#),
        ]
        let some = Array(members.prefix(1 + dice.below(4)))
        return .parts([.text("{"), .parts(some), .text(#""n":"#), .decimal(7), .text("}")])
    }

    private static func mesh(_ dice: inout Dice) -> Piece {
        let count = 1 + dice.below(4)
        let nodes = (0..<count).map { number in
            Piece.parts([
                .text(#"{"name":"node\#(number)","http":"127.0.0.1:"#), .decimal(UInt64(8000 + number)),
                .text(#"","gossip":"127.0.0.1:"#), .decimal(UInt64(9000 + number)),
                .text(#"","peers":[\#(number > 0 ? "{\"name\":\"node0\",\"transport\":\"tcp\"}" : "")]}"#),
                .text(number + 1 < count ? "," : ""),
            ])
        }
        let limits: [Piece] = [
            .text(#"],"limits":{"message_bytes":"#), .decimal(65_536), .text(#","clients":"#), .decimal(100),
            .text(#"},"retention":{"messages":"#), .decimal(1000), .text(#","bytes":"#), .decimal(67_108_864),
            .text(#","seconds":"#), .decimal(86_400), .text("}}"),
        ]
        return .parts([.text(#"{"nodes":["#), .parts(nodes)] + limits)
    }
}
