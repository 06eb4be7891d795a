import ChatPage
import Gossip
import HTTP
import Reactor

/// What a node answers over HTTP: a function of the request and of what is to be seen of the node.
///
/// It answers by itself what it can. What needs the rest of the node, to post, to become a WebSocket, to tell all
/// figures, it asks for in a directive. Beside what the configuration says it keeps no more than the last figures, for a
/// moment, and how fast each address posts.
struct Routes {
    /// Which pages may come.
    private let origins: OriginPolicy

    /// The path below which browsers find the node, without a slash at its end.
    private let base: String

    /// The chat page, as it is served: it never changes while a node runs.
    private let page: Response

    /// The page of the demonstration, where the node is one that may be broken.
    private let demonstration: Response?

    /// Both, and the module, in gzip.
    private let compressed: CompressedTexts

    /// Files of one's own, where there are any.
    private let folder: PublicFolder?

    /// What hashes of clients' secrets have in them.
    private var salt: MeshSalt

    /// How fast an address may post; `nil` for no limit.
    private let rate: RateLimiter?

    /// The proxies that are believed.
    private let trustedProxies: [SocketAddress]

    /// What each address has used of the rate.
    private var addressRates = AddressRates()

    /// The last figures, and who waits for them.
    var cache: StatusCache

    /// Serves as the configuration says.
    ///
    /// - Parameters:
    ///   - configuration: The mesh.
    ///   - node: Its node.
    ///   - isDemonstration: Whether the node may be broken.
    ///   - compressed: What is served in gzip to who takes that.
    ///   - known: The answers for the files that were served before: to make those for thousands takes a while.
    init(
        _ configuration: MeshConfiguration,
        of node: NodeConfiguration,
        isDemonstration: Bool = false,
        compressed: CompressedTexts = CompressedTexts(),
        knowing known: PublicFolder? = nil
    ) {
        origins = OriginPolicy(configuration)
        base = node.basePath
        page = Response(pageOf: configuration)
        demonstration = isDemonstration ? Response(demonstrationOf: configuration) : nil
        self.compressed = compressed
        folder = configuration.publicFiles.map { files in
            known.flatMap { $0.isMade(of: files) ? $0 : nil } ?? PublicFolder(files)
        }
        salt = configuration.salt
        rate = configuration.limits.messagesPerSecond.map { RateLimiter(messagesPerSecond: $0) }
        trustedProxies = configuration.limits.trustedProxies
        cache = StatusCache(heldLimit: Self.heldFigures(of: configuration))
    }

    /// How many bytes of figures that are given to nobody new may be kept for who reads slowly: as many as of what clients
    /// have begun to send.
    private static func heldFigures(of configuration: MeshConfiguration) -> Int { configuration.retention.bytes / 2 }

    /// Goes on as another configuration says; what each address has used of the rate is not forgotten.
    mutating func reconfigure(_ configuration: MeshConfiguration, of node: NodeConfiguration) {
        let isDemonstration = demonstration != nil
        var routes = Routes(
            configuration,
            of: node,
            isDemonstration: isDemonstration,
            compressed: compressed,
            knowing: folder
        )
        routes.salt = routes.salt.following([salt])
        routes.addressRates = addressRates
        routes.cache = cache
        routes.cache.setHeldLimit(to: Self.heldFigures(of: configuration))
        self = routes
    }

    /// Decides what is to be done for a request.
    ///
    /// - Parameters:
    ///   - request: A whole request.
    ///   - peer: The address that it comes from.
    ///   - view: What is to be seen of the node.
    /// - Returns: What is to be done.
    mutating func directive(for request: Request, from peer: SocketAddress, in view: View) -> Directive {
        let head = request.head
        switch route(for: head) {
        case .page: return .answer(front(for: head).unlessKnown(to: head))
        case .file(let path): return .answer((folder?.response(for: path) ?? page).unlessKnown(to: head))
        case .chatPage: return .answer(page.compressed(as: compressed.chat, for: head).unlessKnown(to: head))
        case .demonstrate(let request): return .demonstrate(request)
        case .channelModule:
            let module = Response.channelModule.compressed(as: compressed.channelModule, for: head)
            return .answer(module.unlessKnown(to: head))
        case .channelTypes: return .answer(Response.channelTypes.unlessKnown(to: head))
        case .health: return .answer(Response(healthIn: view.phase))
        case .status: return figures(.status, at: view.now)
        case .metrics: return figures(.metrics, at: view.now)
        case .post(let channel): return posting(request, on: channel, from: peer, in: view)
        case .chat: return .chat(ChatEntry.read(head.target.query, salt: salt))
        case .relay(let channel): return .relay(RelayEntry.read(head.target.query, to: channel, in: .plain))
        case .events(let channel): return .relay(RelayEntry.read(head.target.query, to: channel, in: .events))
        case .options(let allowed): return .answer(Response(.noContent, fields: ["Allow": allowed]))
        case .redirect(let path): return .answer(Response(.temporaryRedirect, fields: ["Location": path]))
        case .refused(let refusal): return .answer(refusal.response)
        }
    }

    /// What a request is for.
    func route(for head: RequestHead) -> Route {
        Route(head, origins: origins, base: base, isDemonstration: demonstration != nil, folder: folder)
    }

    /// What is at the root.
    private func front(for head: RequestHead) -> Response {
        if let demonstration { return demonstration.compressed(as: compressed.demonstration, for: head) }
        guard let folder else { return page.compressed(as: compressed.chat, for: head) }
        guard case .file(let path) = folder.place(at: "/") else { return Refusal.notFound.response }
        return folder.response(for: path)
    }

    /// Lets a page that may come read the answer to its request.
    func share(_ response: inout Response, inAnswerTo head: RequestHead) {
        response.share(inAnswerTo: head, by: origins)
    }

    private mutating func posting(
        _ request: Request,
        on channel: [UInt8],
        from peer: SocketAddress,
        in view: View
    ) -> Directive {
        guard view.phase.serves else { return .answer(Refusal.notServing.response) }
        if let rate, !addressRates.admit(sender(of: request.head, from: peer), rate: rate, at: view.now) {
            return .answer(Refusal.tooManyMessages.response)
        }
        do throws(Refusal) {
            return .post(try Posting(request, on: channel))
        } catch {
            return .answer(error.response)
        }
    }

    /// Whether one more post of an address is above the rate; it is not counted by this.
    func isAboveRate(_ head: RequestHead, from peer: SocketAddress, at now: Int64) -> Bool {
        guard let rate else { return false }
        return !addressRates.wouldAdmit(sender(of: head, from: peer), rate: rate, at: now)
    }

    private func sender(of head: RequestHead, from peer: SocketAddress) -> SocketAddress {
        Forwarding.client(of: head, from: peer, trusting: trustedProxies)
    }

    private func figures(_ kind: StatusCache.Format, at now: Int64) -> Directive {
        cache.answer(kind, at: now).map { .recent($0, kind) } ?? .figures(kind)
    }
}
