import BroadcastMesh
import Testing

@testable import Mesh

@Suite("A command line") struct ArgumentsTests {
    static let syntax = CommandSyntax(
        name: "post",
        summary: "Post one message",
        positionals: [
            .init(name: "CHANNEL", summary: "where", mayBeEmpty: true),
            .init(name: "TEXT", summary: "what", isOptional: true, mayBeEmpty: true),
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
        let syntax = CommandSyntax(name: "status", summary: "", positionals: [.url()], options: [.url, .config])
        func parse(_ words: String..., in variables: [String: String]) throws -> Arguments {
            try Arguments(parsing: words[...], as: syntax) { variables[$0] }
        }
        let variables = ["MESH_CONFIG": "/etc/mesh.json", "MESH_URL": "http://far:1/"]
        #expect(try parse(in: variables).configurationPath == "/etc/mesh.json")
        #expect(try parse("--config", "near.json", in: variables).configurationPath == "near.json")
        #expect(try parse(in: ["MESH_CONFIG": ""]).configurationPath == "mesh.json")
        #expect(try parse(in: variables).node() == NodeAddress("http://far:1"))
        #expect(try parse("near:2", in: variables).node() == NodeAddress("http://near:2"))
        #expect(try parse("--url", "near:2", in: variables).node() == NodeAddress("http://near:2"))
    }

    @Test func `names one node, however often it does`() throws {
        let syntax = CommandSyntax(name: "status", summary: "", positionals: [.url()], options: [.url, .config])
        func node(_ words: String...) throws -> NodeAddress? {
            try Arguments(parsing: words[...], as: syntax) { _ in nil }.namedNode()
        }
        #expect(try node() == nil)
        #expect(try node("a:1", "--url", "http://a:1/")?.base == "http://a:1")
        #expect(throws: CommandError.usage("URL and --url name two nodes; give one", subcommand: "status")) {
            try node("a:1", "--url", "a:2")
        }
    }

    @Test(arguments: Subcommand.all.map(\.syntax).filter { $0.options.contains { $0.name == "--url" } }.map(\.name))
    func `is refused where its URL, or that of the environment, is none, and tells no secret`(name: String) throws {
        let syntax = try #require(Subcommand.all.map(\.syntax).first { $0.name == name })
        let needed = syntax.positionals.filter { !$0.isOptional }.map { _ in "x" }
        for url in ["ftp://a", "http://", "http://ana:secret@a b", "http://a/?session=secret"] {
            let said = try Arguments(parsing: (needed + ["--url", url])[...], as: syntax) { _ in nil }
            let meant = try Arguments(parsing: needed[...], as: syntax) { $0 == "MESH_URL" ? url : nil }
            for (arguments, isSaid) in [(said, true), (meant, false)] {
                let error = #expect(throws: CommandError.self) { try arguments.node() }
                #expect(error?.exitStatus == 2)
                #expect(error?.reason.contains("secret") == false)
                #expect(error?.reason.contains("MESH_URL") == !isSaid)
            }
        }
    }

    @Test func `may leave out what is optional`() throws {
        #expect(try parse("room")["TEXT"] == nil)
        #expect(try parse("room").value(of: "--url") == nil)
    }

    @Test func `has empty arguments, a hyphen, and anything at all after two`() throws {
        #expect(try parse("", "-")["CHANNEL"] == "")
        #expect(try parse("", "-")["TEXT"] == "-")
        #expect(try parse("room", "--", "--url")["TEXT"] == "--url")
        #expect(try parse("room", "--url=a=b").value(of: "--url") == "a=b")
    }

    @Test(arguments: [
        ([], "CHANNEL is missing"),
        (["a", "b", "c"], "\"c\" is one argument too many"),
        (["a", "--ulr", "x"], "there is no option --ulr; did you mean \"--url\"?"),
        (["a", "-v"], "there is no option -v; a text that begins so goes behind --"),
        (["a", "--url"], "--url wants a URL"),
        (["a", "--url", "x", "--url=y"], "--url is given twice"),
        (["a", "--url", ""], "--url wants a URL"),
        (["a", "--url="], "--url wants a URL"),
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
