import Bytes
import HTTP

/// The answers to requests for files of one's own, made once.
struct PublicFolder {
    /// What is at a path.
    enum Place: Equatable {
        /// A file, by its path below the folder.
        case file(String)

        /// A folder that has a page: its own path ends with a slash, for what the page asks for is relative to it.
        case folder
    }

    /// What a folder shows.
    private static let page = Array("index.html".utf8)

    /// Tells the files from others.
    private let hash: UInt64

    /// By the bytes of the path below the folder.
    private let responses: [[UInt8]: Response]

    /// The longest path below the folder, in bytes: nothing is looked up that is longer.
    private let longestPath: Int

    /// Makes the answers.
    init(_ files: PublicFiles) {
        hash = files.hash
        responses = Dictionary(
            uniqueKeysWithValues: files.files.map { path, file in
                let fields: Fields = [
                    "Content-Type": Self.type(of: String(decoding: path, as: UTF8.self)),
                    "X-Content-Type-Options": "nosniff",
                    "Cache-Control": "no-cache",
                    "ETag": "\"\(file.hash.hexadecimal)\"",
                ]
                return (path, Response(.ok, fields: fields, body: file.bytes))
            }
        )
        longestPath = responses.keys.map(\.count).max() ?? 0
    }

    /// Whether these are the answers for some files.
    func isMade(of files: PublicFiles) -> Bool { hash == files.hash && responses.count == files.files.count }

    /// What is at the path of a request, percent-decoded; `nil` for nothing.
    ///
    /// A path means what stands in it, byte by byte: no part of it is another folder's name, and no accent another one's.
    func place(at path: String) -> Place? {
        let slash = UInt8(ascii: "/")
        guard path.utf8.first == slash, path.utf8.count - 1 <= longestPath else { return nil }
        let rest = Array(path.utf8.dropFirst())
        if rest.isEmpty || rest.last == slash { return file(rest + Self.page) }
        return file(rest) ?? (responses[rest + [slash] + Self.page] == nil ? nil : .folder)
    }

    private func file(_ path: [UInt8]) -> Place? {
        responses[path] == nil ? nil : .file(String(decoding: path, as: UTF8.self))
    }

    /// The answer to a request for a file.
    func response(for path: String) -> Response {
        responses[Array(path.utf8)] ?? Refusal.notFound.response
    }

    /// The media type of a file, by the end of its name (RFC 6838); bytes where nobody knows better.
    static func type(of path: String) -> String {
        let name = path.split(separator: "/").last ?? ""
        guard let dot = name.lastIndex(of: ".") else { return "application/octet-stream" }
        return types[name[name.index(after: dot)...].lowercased()] ?? "application/octet-stream"
    }

    private static let types: [String: String] = [
        "html": "text/html; charset=utf-8", "htm": "text/html; charset=utf-8", "css": "text/css; charset=utf-8",
        "js": "text/javascript; charset=utf-8", "mjs": "text/javascript; charset=utf-8",
        "json": "application/json", "map": "application/json", "webmanifest": "application/manifest+json",
        "txt": "text/plain; charset=utf-8", "md": "text/markdown; charset=utf-8", "csv": "text/csv; charset=utf-8",
        "xml": "application/xml", "svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg",
        "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp", "avif": "image/avif", "ico": "image/x-icon",
        "woff": "font/woff", "woff2": "font/woff2", "ttf": "font/ttf", "otf": "font/otf", "wasm": "application/wasm",
        "pdf": "application/pdf", "mp3": "audio/mpeg", "ogg": "audio/ogg", "wav": "audio/wav", "mp4": "video/mp4",
        "webm": "video/webm",
    ]
}
