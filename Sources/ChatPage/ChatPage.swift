/// The pages that a node serves to browsers.
public enum ChatPage {
    /// The chat.
    public static let chat = PageDocument(
        unindented(PackageResources.page_html),
        style: style,
        modules: [
            compact(words), compact(document), compact(shape), compact(session, shortening: sessionNames),
            compact(mesh), compact(wire), compact(log), compact(map),
            compact(module(PackageResources.main_js)),
        ]
    )

    /// The demonstration: two people, two robots that count, and a mesh between them that may be broken.
    public static let demonstration = PageDocument(
        unindented(PackageResources.demo_html),
        style: style + compact(PackageResources.demo_css),
        modules: [
            words, module(PackageResources.demo_words_js), document, shape, compact(session), compact(mesh),
            compact(wire), compact(log), compact(map), referee, module(PackageResources.demo_js),
        ]
    )

    /// The parts of the script that know no document; tests run them alone.
    static let shape = module(PackageResources.shape_js)
    static let session = [PackageResources.addresses_js, PackageResources.position_js, PackageResources.session_js]
        .map(module).joined(separator: "\n")
    static let mesh = module(PackageResources.mesh_js)
    static let referee = module(PackageResources.referee_js)

    /// Names of the session's that no other part says.
    static let sessionNames: Set = [
        "burst", "chance", "confirmed", "confirmedLimit", "delays", "earlierCount", "epochOf", "historyLimit",
        "idOf", "isAddress", "isMoved", "isSaid", "isShown", "isTaken", "isText", "isThere", "largest",
        "lengthLimit", "longestWait", "lossLimit", "named", "namedRuns", "nameLimit", "nodeOf", "nodesAround",
        "origin", "originOf", "pass", "patience", "peerLimit", "Position", "probe", "probeInterval",
        "probePatience", "quietTime", "readEvent", "runs", "shapes", "shortestWait", "since", "spentUntil",
        "steadyTime", "tooMany", "waitingLimit", "waits",
    ]

    /// The picture of the mesh, which draws into `ui.map`; a test gives it one.
    static let map = module(PackageResources.map_js)

    /// The conversation as it stands in the document, what makes its elements, and what is said in them.
    static let log = module(PackageResources.log_js)
    static let document = module(PackageResources.document_js)
    static let words = module(PackageResources.words_js)

    /// What connects.
    private static let wire = module(PackageResources.wire_js)

    private static let style = compact(PackageResources.page_css)

    /// A module as it stands in a page; tests run it as it is written.
    private static func compact(_ module: String, shortening names: Set<String> = []) -> String {
        CompactScript(module, shortening: names).text
    }

    private static func module(_ bytes: [UInt8]) -> String {
        ScriptModule(text(bytes)).body
    }

    private static func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self)
    }

    /// Style on one line, without the blanks beside marks, which are for who reads it.
    ///
    /// No string in it has any of those.
    private static func compact(_ bytes: [UInt8]) -> String {
        [("\n", ""), ("; ", ";"), (": ", ":"), (" { ", "{"), (" {", "{"), (" }", "}"), (", ", ",")]
            .reduce(unindented(bytes)) { $0.replacing($1.0, with: $1.1) } + "\n"
    }

    /// Markup or style, without what indents it and without empty lines.
    private static func unindented(_ bytes: [UInt8]) -> String {
        text(bytes).split(separator: "\n").map { $0.drop { $0 == "\t" } + "\n" }.joined()
    }
}
