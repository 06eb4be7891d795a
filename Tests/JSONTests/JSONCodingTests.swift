import Testing

@testable import JSON

@Suite("Coding values as JSON") struct JSONCodingTests {
    struct Score: Codable, Equatable {
        enum Game: String, Codable { case chess, go }

        struct Player: Codable, Equatable {
            var name: String
            var email: String?
        }

        var players: [Player]
        var points: [Int]
        var game: Game
        var isFinal: Bool
        var length: Double
        var notes: [String: [UInt8?]]
    }

    final class Chain: Codable {
        var next: Chain?

        init(before next: Chain? = nil) { self.next = next }
    }

    class Animal: Codable {
        var legs: Int

        init(legs: Int) { self.legs = legs }
    }

    final class Bird: Animal {
        enum Key: CodingKey { case name }

        var name: String

        init(name: String) {
            self.name = name
            super.init(legs: 2)
        }

        required init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            name = try container.decode(String.self, forKey: .name)
            try super.init(from: container.superDecoder())
        }

        override func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(name, forKey: .name)
            try super.encode(to: container.superEncoder())
        }
    }

    @Test func `writes members in the order of the type, and reads them back`() throws {
        let score = Score(
            players: [.init(name: "Ana \"A\"\n", email: nil), .init(name: "Ben", email: "ben@example.org")],
            points: [3, -1],
            game: .go,
            isFinal: true,
            length: 1.5,
            notes: ["x": [1, nil, 255]]
        )
        let text = """
            {"players":[{"name":"Ana \\"A\\"\\n"},{"name":"Ben","email":"ben@example.org"}],"points":[3,-1],"game":"go",\
            "isFinal":true,"length":1.5,"notes":{"x":[1,null,255]}}
            """

        #expect(try self.text(score) == text)
        #expect(try decode(Score.self, from: text) == score)
    }

    @Test func `takes values without parts`() throws {
        #expect(try JSONCoding.encode("hi") == Array("\"hi\"".utf8))
        #expect(try JSONCoding.encode([Int]()) == Array("[]".utf8))
        #expect(try JSONCoding.encode([String: Int]()) == Array("{}".utf8))
        #expect(try JSONCoding.encode(Int?.none) == Array("null".utf8))
        #expect(try decode(Int?.self, from: "null") == nil)
        #expect(try decode(UInt8.self, from: " 255 ") == 255)
        #expect(try decode(Double.self, from: "3") == 3)
        #expect(try decode(Int.self, from: "1e3") == 1000)
        #expect(try decode(Float.self, from: "0.5") == 0.5)
    }

    @Test func `carries every number that JSON and 64 bits with a sign have, and refuses the others`() throws {
        for number in [Int.min, -1, 0, Int.max] {
            #expect(try decode(Int.self, from: text(number)) == number)
        }
        #expect(throws: EncodingError.self) { try JSONCoding.encode(UInt64.max) }
        #expect(throws: EncodingError.self) { try JSONCoding.encode([Double.nan]) }
        #expect(throws: DecodingError.self) { try decode(Int.self, from: "1.5") }
        #expect(throws: DecodingError.self) { try decode(Int8.self, from: "128") }
        #expect(throws: DecodingError.self) { try decode(UInt64.self, from: "18446744073709551615") }
        #expect(throws: DecodingError.self) { try decode(Double.self, from: "1e999") }
        #expect(throws: DecodingError.self) { try decode([Float].self, from: "[-1e39]") }
        #expect(try decode(Float.self, from: "3.4028234e38") == .greatestFiniteMagnitude)
    }

    @Test(arguments: [
        ("[1,2", ""), (#"{"players":1}"#, "players"), (#"{"players":[{"email":"x"}]}"#, "players 0"), ("5", ""),
        (#"{"players":[],"points":[1,"2"]}"#, "points 1"), (#"{"players":[],"players":[]}"#, ""),
    ])
    func `says where a text does not say such a value`(text: String, place: String) throws {
        do {
            _ = try decode(Score.self, from: text)
            Issue.record("it was read")
        } catch let error as DecodingError {
            let context: DecodingError.Context? =
                switch error {
                case .dataCorrupted(let context), .keyNotFound(_, let context), .typeMismatch(_, let context),
                    .valueNotFound(_, let context):
                    context
                @unknown default: nil
                }
            #expect(context?.codingPath.map(\.stringValue).joined(separator: " ") == place)
        }
    }

    @Test func `keeps what a class says for the one that it extends`() throws {
        let bytes = try text(Bird(name: "wren"))
        #expect(bytes == #"{"name":"wren","super":{"legs":2}}"#)
        #expect(try decode(Bird.self, from: bytes).legs == 2)
    }

    @Test(.timeLimit(.minutes(10))) func `takes a time in proportion to the members of an object`() throws {
        let table = Dictionary(uniqueKeysWithValues: (0..<200_000).map { ("\($0)", $0) })
        #expect(try decode([String: Int].self, from: text(table)) == table)
    }

    @Test(arguments: [(63, true), (64, false), (5_000, false)])
    func `writes what can be read, and refuses what nests deeper`(links: Int, isRead: Bool) throws {
        var chain = Chain()
        for _ in 0..<links { chain = Chain(before: chain) }
        let bytes = try? text(chain)
        #expect((bytes != nil) == isRead)
        if let bytes { #expect(try text(decode(Chain.self, from: bytes)) == bytes) }
    }

    private func text(_ value: some Encodable) throws -> String {
        String(decoding: try JSONCoding.encode(value), as: UTF8.self)
    }

    private func decode<Value: Decodable>(_ type: Value.Type, from text: String) throws -> Value {
        try JSONCoding.decode(type, from: text.utf8.span)
    }
}
