import HTTP
import Reactor
import Testing

@testable import BroadcastMesh

@Suite("A folder of files of one's own", .computing) struct PublicFolderTests {
    private static let files = PublicFiles(
        "web",
        [
            ("docs/index.html", Array("<h1>docs".utf8)), ("docs/style.CSS", Array("a{}".utf8)),
            ("empty/only.txt", []), ("index.html", Array("<h1>home".utf8)), ("naïve & co.js", Array("1".utf8)),
            ("status", Array("mine".utf8)),
        ]
    )

    private func routes(_ files: PublicFiles? = files, isDemonstration: Bool = false) throws -> Routes {
        let json = #"{ "nodes": [{ "name": "alpha", "http": "127.0.0.1:8081", "gossip": "127.0.0.1:7081" }] }"#
        var mesh = try MeshConfiguration(parsing: Array(json.utf8))
        mesh.publicFiles = files
        return Routes(mesh, of: mesh.nodes[0], isDemonstration: isDemonstration)
    }

    private func answer(
        _ method: String,
        _ target: String,
        _ fields: Fields = [:],
        at routes: Routes
    ) throws -> Response? {
        var routes = routes
        let method = Method(rawValue: method)
        let target = try RequestTarget(decoding: target, method: method)
        let request = Request(method: method, target: target, fields: fields)
        let view = Routes.View(phase: .serving, hasRoom: true, now: 0)
        guard case .answer(let response) = routes.directive(for: request, from: .loopback(port: 1), in: view) else {
            return nil
        }
        return response
    }

    @Test(arguments: [
        ("/", "<h1>home", "text/html; charset=utf-8"), ("/index.html", "<h1>home", "text/html; charset=utf-8"),
        ("/docs/", "<h1>docs", "text/html; charset=utf-8"), ("/docs/style.CSS", "a{}", "text/css; charset=utf-8"),
        ("/na%C3%AFve%20&%20co.js?v=2", "1", "text/javascript; charset=utf-8"),
        ("/empty/only.txt", "", "text/plain; charset=utf-8"),
    ])
    func `is served with types and tags`(target: String, body: String, type: String) throws {
        let routes = try routes()
        let response = try #require(try answer("GET", target, at: routes))
        #expect(response.status == .ok && response.body == Array(body.utf8))
        #expect(response.fields["content-type"] == type)
        #expect(response.fields["x-content-type-options"] == "nosniff")
        let tag = try #require(response.fields["etag"])
        #expect(try answer("GET", target, ["If-None-Match": tag], at: routes)?.status == .notModified)
        #expect(try answer("HEAD", target, at: routes)?.fields["etag"] == tag)
    }

    @Test func `is made anew only where it has changed`() throws {
        func files(_ page: String, _ other: String? = nil) -> PublicFiles {
            let others = other.map { [(path: $0, bytes: Array("1".utf8))] } ?? []
            return PublicFiles("web", others + [(path: "index.html", bytes: Array(page.utf8))])
        }
        let folder = PublicFolder(files("home"))
        #expect(folder.isMade(of: files("home")))
        for others in [files("Home"), files("home", "a.txt"), files("")] { #expect(!folder.isMade(of: others)) }

        var routes = try routes(files("home"))
        /// Where the page lies in memory: each reading of the folder puts it elsewhere.
        func place() throws -> Int? {
            try unsafe answer("GET", "/", at: routes)?.body.withUnsafeBytes { Int(bitPattern: $0.baseAddress) }
        }
        let before = try place()
        var mesh = try MeshConfiguration(nodes: [.init("alpha", http: "127.0.0.1:8081", gossip: "127.0.0.1:7081")])
        for page in ["home", "elsewhere"] {
            mesh.publicFiles = files(page)
            routes.reconfigure(mesh, of: mesh.nodes[0])
            #expect(try answer("GET", "/", at: routes)?.body == Array(page.utf8))
            #expect(try (place() == before) == (page == "home"))
        }
    }

    @Test(arguments: [
        "/nothing", "/empty/", "/empty", "/docs/../index.html", "/docs/..%2Findex.html", "/%2e%2e/etc/passwd",
        "//index.html", "/index.html/", "/docs/index.html%00.txt", "/./index.html",
    ])
    func `has nothing at any other path`(target: String) throws {
        #expect(try answer("GET", target, at: try routes())?.status == .notFound)
    }

    @Test func `has each file at the bytes of its name, however much two of them look alike`() throws {
        let names = ["caf\u{E9}.txt", "cafe\u{301}.txt"]
        let both = try routes(PublicFiles("web", names.map { ($0, Array($0.utf8)) }))
        for name in names {
            let target = "/" + PercentEncoding.encode(name)
            #expect(try answer("GET", target, at: both)?.body == Array(name.utf8))
            let others = names.filter { !$0.utf8.elementsEqual(name.utf8) }
            let other = try routes(PublicFiles("web", others.map { ($0, []) }))
            #expect(try answer("GET", target, at: other)?.status == .notFound)
        }
    }

    @Test func `has a page be relative to its folder`() throws {
        let response = try #require(try answer("GET", "/docs", at: try routes()))
        #expect(response.status == .temporaryRedirect && response.fields["location"] == "/docs/")
    }

    @Test func `leaves the node what is its own, and the chat a place`() throws {
        let routes = try routes()
        #expect(try answer("GET", "/status", at: routes) == nil)
        let chat = try #require(try answer("GET", "/chat", at: routes))
        #expect(String(decoding: chat.body, as: UTF8.self).hasPrefix("<!doctype html>"))
        #expect(try answer("POST", "/index.html", at: routes)?.fields["allow"] == "GET, HEAD, OPTIONS")
        #expect(try answer("OPTIONS", "/index.html", at: routes)?.status == .noContent)
    }

    @Test func `has nothing at the root without a page, and gives way to a demonstration`() throws {
        let bare = try routes(PublicFiles("web", [("a.txt", [])]))
        #expect(try answer("GET", "/", at: bare)?.status == .notFound)
        let shown = try #require(try answer("GET", "/", at: try routes(isDemonstration: true)))
        #expect(String(decoding: shown.body, as: UTF8.self).contains("mesh demonstration"))
    }

    @Test func `is named in an error that says what is wrong with it`() {
        let surroundings = ConfigurationSurroundings(
            readFile: { _ in nil },
            readFolder: { _ in nil },
            resolve: { _ in [] }
        )
        let json = #"{ "public": "web", "nodes": [{ "name": "a", "http": "127.0.0.1:1", "gossip": "127.0.0.1:2" }] }"#
        let error = #expect(throws: ConfigurationError.self) {
            try MeshConfiguration(parsing: Array(json.utf8), in: surroundings)
        }
        let problem = "mesh.json: public: \"web\" has more than 10000 files or 64 MiB in it, or is too deep"
        #expect(error?.description == problem)
    }
}
