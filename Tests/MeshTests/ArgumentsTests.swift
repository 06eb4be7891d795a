import BroadcastMesh
import Testing

@testable import Mesh

@Suite("A command line") struct ArgumentsTests {
    static let syntax = CommandSyntax(
        name: "post",
        summary: "Post one message",
        positionals: [
            .init(name: "CHANNEL", summary: "where"),
            .init(name: "TEXT", summary: "what", isOptional: true),
        ],
        options: [
            .init(name: "--url", placeholder: "URL", summary: "a node"),
            .init(name: "--log", placeholder: "FORMAT", summary: "what the log looks like"),
            .init(name: "--history", placeholder: "N", summary: "how many"),
        ]
    )

    private func parse(_ words: String...) throws -> Arguments {
        try Arguments(parsing: words[...], as: Self.syntax)
    }

    @Test func `has its options anywhere, in either spelling`() throws {
        for arguments in [
            try parse("--url", "http://a", "room", "hello", "--history=3"),
            try parse("room", "--url=http://a", "--history", "3", "hello"),
        ] {
            #expect(arguments["CHANNEL"] == "room")
            #expect(arguments["TEXT"] == "hello")
            #expect(arguments.value(of: "--url") == "http://a")
            #expect(try arguments.integer(of: "--history", in: 0...9) == 3)
            #expect(try arguments.choice(of: "--log", as: LogFormat.self) == nil)
        }
    }

    @Test func `leaves to the environment what it does not say, unless that is empty`() throws {
        let syntax = CommandSyntax(name: "status", summary: "", options: [.url, .config])
        func parse(_ words: String..., in variables: [String: String]) throws -> Arguments {
            try Arguments(parsing: words[...], as: syntax) { variables[$0] }
        }
        let variables = ["MESH_CONFIG": "/etc/mesh.json", "MESH_URL": "http://far:1/"]
        #expect(try parse(in: variables).configurationPath == "/etc/mesh.json")
        #expect(try parse("--config", "near.json", in: variables).configurationPath == "near.json")
        #expect(try parse(in: ["MESH_CONFIG": ""]).configurationPath == "mesh.json")
        #expect(try parse(in: variables).node(at: nil) == NodeAddress("http://far:1"))
        #expect(try parse(in: variables).node(at: "near:2") == NodeAddress("http://near:2"))
    }

    @Test func `may leave out what is optional`() throws {
        #expect(try parse("room")["TEXT"] == nil)
        #expect(try parse("room").value(of: "--url") == nil)
    }

    @Test func `has empty arguments, a hyphen, and anything at all after two`() throws {
        #expect(try parse("", "-")["CHANNEL"] == "")
        #expect(try parse("", "-")["TEXT"] == "-")
        #expect(try parse("room", "--", "--url")["TEXT"] == "--url")
        #expect(try parse("room", "--url=")["TEXT"] == nil)
        #expect(try parse("room", "--url=a=b").value(of: "--url") == "a=b")
    }

    @Test(arguments: [
        ([], "CHANNEL is missing"),
        (["a", "b", "c"], "\"c\" is one argument too many"),
        (["a", "--ulr", "x"], "there is no option --ulr; did you mean \"--url\"?"),
        (["a", "-v"], "there is no option -v"),
        (["a", "--url"], "--url wants a URL"),
        (["a", "--url", "x", "--url=y"], "--url is given twice"),
    ])
    func `is refused in one line, with a hint`(words: [String], problem: String) {
        let error = #expect(throws: CommandError.self) { try Arguments(parsing: words[...], as: Self.syntax) }
        #expect(error?.description == "mesh post: \(problem) (see mesh post --help)")
        #expect(error?.exitStatus == 2)
    }

    @Test func `is refused where a value makes no sense`() throws {
        let arguments = try parse("room", "--log", "xml", "--history", "10")
        #expect(throws: CommandError.usage("--log is one of text, json, not \"xml\"", subcommand: "post")) {
            try arguments.choice(of: "--log", as: LogFormat.self)
        }
        #expect(throws: CommandError.usage("--history is a number from 0 to 9, not \"10\"", subcommand: "post")) {
            try arguments.integer(of: "--history", in: 0...9)
        }
    }

    @Test func `asks for help anywhere before two hyphens`() {
        #expect(Arguments.askForHelp(["room", "--help"]))
        #expect(Arguments.askForHelp(["-h"]))
        #expect(!Arguments.askForHelp(["room", "--", "--help"]))
    }

    @Test func `is explained by its help`() {
        #expect(
            HelpText.subcommand(Self.syntax) == """
                Usage: mesh post CHANNEL [TEXT] [--url URL] [--log FORMAT] [--history N]

                Post one message.

                  CHANNEL       where
                  TEXT          what
                  --url URL     a node
                  --log FORMAT  what the log looks like
                  --history N   how many
                """
        )
    }

    @Test(arguments: Subcommand.all.map(\.syntax.name))
    func `has a subcommand in the help of the program`(name: String) {
        #expect(HelpText.program(Subcommand.all.map(\.syntax)).contains("\n  \(name)  "))
    }
}
