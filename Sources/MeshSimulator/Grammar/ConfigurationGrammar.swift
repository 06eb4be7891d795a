/// Makes valid files of a mesh.
package enum ConfigurationGrammar {
    /// A file with all that can stand in one.
    package static func file(_ dice: inout Dice) -> Piece {
        let names = (0...dice.below(4)).map { "n\($0)" }
        let nodes = names.enumerated().map { number, name in
            let peers = names.prefix(number).map { peer(of: $0, &dice) }
            return member(name, UInt64(number), peers, &dice)
        }
        var parts: [Piece] = [.text("{\"nodes\": ["), list(nodes), .text("]")]
        for piece in rest(&dice) where dice.below(2) == 0 { parts += [.text(",\n "), piece] }
        return .parts(parts + [.text("}")])
    }

    /// One entry of `nodes`.
    private static func member(_ name: String, _ number: UInt64, _ peers: [Piece], _ dice: inout Dice) -> Piece {
        let hosts = ["127.0.0.1", "127.0.0.2", "[::1]", "localhost"]
        let host = hosts[dice.below(hosts.count)]
        var parts: [Piece] = [
            .text("{\"name\": \""), .text(name), .text("\", \"http\": \""), .text(host), .text(":"),
            .decimal(8000 + number), .text("\", \"gossip\": \""), .text(host), .text(":"), .decimal(7000 + number),
            .text("\""),
        ]
        if dice.below(3) == 0 { parts.append(.text(", \"url\": \"https://\(name).example:8443/\"")) }
        if dice.below(6) == 0 { parts.append(.text(", \"tls\": {\"certificate\": \"a.pem\", \"key\": \"b.pem\"}")) }
        if !peers.isEmpty || dice.below(2) == 0 { parts += [.text(", \"peers\": ["), list(peers), .text("]")] }
        return .parts(parts + [.text("}")])
    }

    private static func peer(of name: String, _ dice: inout Dice) -> Piece {
        switch dice.below(4) {
        case 0: .parts([.text("{\"name\": \""), .text(name), .text("\", \"transport\": \"udp\"}")])
        case 1:
            .parts([
                .text("{\"name\": \""), .text(name), .text("\", \"address\": \"127.0.0.9:"), .decimal(7099),
                .text("\"}"),
            ])
        default: .parts([.text("\""), .text(name), .text("\"")])
        }
    }

    /// What may stand beside `nodes`.
    private static func rest(_ dice: inout Dice) -> [Piece] {
        let origins = ["https://chat.example", "http://localhost:3000", "https://[::1]:8443"]
        let keys = [
            "\"key\"", "[\"key\", \"other.key\"]", "[\"key\", \"key\"]", "\"short.key\"", "\"no.key\"",
            "\"broken.key\"",
        ]
        // The one with the key in it is hardly meant.
        let folders = ["pages", "open", "pages", "huge", "none", "pages"]
        let choice = dice.below(keys.count)
        return [
            .parts([.text("\"key\": "), .text(keys[choice])]),
            .parts([.text("\"origins\": [\""), .text(origins[dice.below(origins.count)]), .text("\"]")]),
            .parts([.text("\"public\": \""), .text(folders[choice]), .text("\"")]),
            .parts([
                .text("\"limits\": {\"message_bytes\": "), .decimal(65_536), .text(", \"clients\": "), .decimal(100),
                .text(", \"request_head_bytes\": "), .decimal(8192), .text(", \"messages_per_second\": "), .decimal(50),
                .text(", \"trusted_proxies\": [\"10.0.0.1\", \"2001:db8::1\"]}"),
            ]),
            .parts([
                .text("\"retention\": {\"messages\": "), .decimal(1000), .text(", \"bytes\": "), .decimal(16 << 20),
                .text(", \"seconds\": "), .decimal(3600), .text("}"),
            ]),
        ]
    }

    /// Parts with commas between.
    private static func list(_ parts: [Piece]) -> Piece {
        .parts(parts.enumerated().map { $0 == 0 ? $1 : .parts([.text(", "), $1]) })
    }
}
