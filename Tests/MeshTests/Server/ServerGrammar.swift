import MeshSimulator

/// Makes what an honest server says to the program's own clients.
enum ServerGrammar {
    /// An answer to `GET /status`.
    static func status(_ dice: inout Dice) -> Piece {
        let links = some(&dice) { dice in
            .parts([
                .text(#"{"peer":""#), name(&dice), .text(#"","transport":"tcp","state":"up","round_trip_ms":"#),
                number(&dice), .text(#","sent_bytes":"#), number(&dice), .text(#","received_bytes":"#), number(&dice),
                .text(#","sent_messages":"#), number(&dice), .text(#","received_messages":"#), number(&dice),
                .text(#","duplicates":"#), number(&dice), .text("}"),
            ])
        }
        let nodes = some(&dice) { dice in
            .parts([
                .text(#"{"name":""#), name(&dice), .text(#"","epoch":"#), number(&dice),
                .text(#","http":"127.0.0.1:8082","links":[""#), name(&dice), .text(#""]}"#),
            ])
        }
        let users = some(&dice) { dice in
            .parts([
                .text(#"{"username":""#), name(&dice), .text(#"","node":""#), name(&dice),
                .text(#"","channel":""#), name(&dice), .text(#""}"#),
            ])
        }
        let channels = some(&dice) { dice in
            .parts([
                .text(#"{"kind":"chat","name":""#), name(&dice), .text(#"","clients":"#), number(&dice),
                .text(#","messages":"#), number(&dice), .text(#","bytes":"#), number(&dice),
                .text(#","transcript":"9f86d081884c7d65","lost":"#), number(&dice), .text("}"),
            ])
        }
        return .parts([
            .text(#"{"node":""#), name(&dice), .text(#"","epoch":"#), number(&dice),
            .text(#","version":""#), name(&dice), .text(#"","uptime_seconds":"#), number(&dice),
            .text(#","links":["#), .parts(links), .text(#"],"nodes":["#), .parts(nodes),
            .text(#"],"users":["#), .parts(users), .text(#"],"clients":"#), number(&dice),
            .text(#","channels":["#), .parts(channels), .text(#"],"messages":{"posted":"#), number(&dice),
            .text(#","received":"#), number(&dice), .text(#","delivered":"#), number(&dice),
            .text(#","duplicates":"#), number(&dice), .text(#","lost":"#), number(&dice), .text("}}"),
        ])
    }

    /// An event of the chat.
    static func event(_ dice: inout Dice) -> Piece {
        switch dice.below(8) {
        case 0:
            let peers = some(&dice) { .parts([.text(#""http://127.0.0.1:"#), number(&$0), .text(#"""#)]) }
            let ids = some(&dice) { id(&$0) }
            return .parts([
                .text(#"{"event":"attached","node":""#), name(&dice), .text(#"","peers":["#), .parts(peers),
                .text(#"],"position":""#), .parts(ids), .text(#""}"#),
            ])
        case 1:
            return .parts([
                .text(#"{"event":"ack","key":"k"#), number(&dice), .text(#"","id":""#), id(&dice),
                .text(#"","copies":"#), number(&dice), .text("}"),
            ])
        case 2:
            let names = some(&dice) { .parts([.text(#"""#), name(&$0), .text(#"""#)]) }
            return .parts([.text(#"{"event":"update-users","usernames":["#), .parts(names), .text("]}")])
        case 3:
            let joined = some(&dice) { .parts([.text(#"""#), name(&$0), .text(#"":"alpha""#)]) }
            let left = some(&dice) { .parts([.text(#"""#), name(&$0), .text(#"""#)]) }
            return .parts([
                .text(#"{"event":"users-changed","joined":{"#), .parts(joined), .text(#"},"left":["#), .parts(left),
                .text("]}"),
            ])
        case 4: return .parts([.text(#"{"event":"gap","lost":"#), number(&dice), .text("}")])
        case 5: return .parts([.text(#"{"event":"error","reason":""#), text(&dice), .text(#""}"#)])
        default:
            return .parts([
                .text(#"{"event":"send-message","username":""#), name(&dice), .text(#"","message":""#), text(&dice),
                .text(#"","id":""#), id(&dice), .text(#"","node":"alpha","time":"#), number(&dice),
                .text(#","key":"k"#), number(&dice), .text(#""}"#),
            ])
        }
    }

    /// What somebody says, as it may stand in a string of JSON.
    static func text(_ dice: inout Dice) -> Piece {
        let parts = [
            "hello", #"\n"#, #"\u001b[2J"#, "\u{202E}", #"\u2028"#, "\u{1F600}", "\u{7F}", "\u{9B}31m", #"\r* "#,
            "e\u{301}",
        ]
        return .parts((0...dice.below(4)).map { _ in .text(parts[dice.below(parts.count)]) })
    }

    /// What somebody is called.
    private static func name(_ dice: inout Dice) -> Piece {
        dice.below(2) == 0 ? .text(["ana", "alpha", "chat", ""][dice.below(4)]) : text(&dice)
    }

    private static func number(_ dice: inout Dice) -> Piece { .decimal(UInt64(dice.below(100_000))) }

    private static func id(_ dice: inout Dice) -> Piece {
        .parts([.text("alpha@"), .decimal(1_700_000_000_000), .text("/"), .decimal(UInt64(dice.below(99)))])
    }

    /// A few parts, with commas between.
    private static func some(_ dice: inout Dice, _ part: (inout Dice) -> Piece) -> [Piece] {
        let count = dice.below(4)
        return (0..<count).map { .parts([part(&dice), .text($0 + 1 < count ? "," : "")]) }
    }
}
