import Gossip
import Reactor

extension Node {
    /// Opens the node's ports; it serves clients as soon as it has heard from its peers, and tells with
    /// ``NodeDirective/started`` that it does.
    ///
    /// - Returns: Where clients reach the node: the port that was found, when any free one was asked for.
    /// - Throws: When the data directory cannot be used or a port cannot be opened; nothing is left open then.
    mutating func start() throws(MeshNodeError) -> SocketAddress {
        guard lifecycle.phase == .created else { throw .alreadyStarted }
        readClocks()
        let descriptors = world.takeDescriptors()
        do throws(StorageError) {
            try openJournal()
        } catch {
            end()
            throw .storage(error)
        }
        do throws(CertificateError) {
            try serving.beginSealing(in: world)
        } catch {
            store.abandon()
            end()
            throw .certificate("\(error)")
        }
        let address: SocketAddress
        do throws(SystemError) {
            address = try serving.open(
                on: try world.addresses(of: settings.node.http.host, port: settings.node.http.port)
            )
            try openPeers()
        } catch {
            serving.closeDoor()
            closePeers()
            store.abandon()
            end()
            throw .system(error)
        }
        store.fold(with: gossip)
        workForStore()
        advertise(address)
        let budget = DescriptorBudget(
            limit: descriptors.limit,
            open: world.takeDescriptors().open,
            peers: settings.mesh.links(of: settings.node.name).count
        )
        shareDescriptors(budget)
        lifecycle.begin(at: clock.now.monotonic)
        return address
    }

    /// Says how many clients and strangers there is room for.
    mutating func shareDescriptors(_ budget: DescriptorBudget) {
        serving.admit(budget)
        peers.admit(strangers: budget.strangers)
    }

    /// Nobody can dial "every address", so only the port is told.
    mutating func advertise(_ address: SocketAddress) {
        let http = address.isWildcard ? "*:\(address.port)" : "\(address)"
        let url = settings.node.url ?? (address.isWildcard ? "" : "\(settings.node.scheme)://\(address)")
        gossip.advertise(http: http, url: url, at: clock.now)
    }

    /// Whether the peers were waited for; clients get 503 until then.
    var mayServe: Bool {
        lifecycle.phase == .starting && lifecycle.isReady(isComplete: hasHeardPeers, at: clock.now.monotonic)
    }

    /// Serves clients once the peers were heard, or waited for as long as the links say.
    mutating func finishStarting() {
        if mayServe { serve() }
    }

    /// Serves clients from now on, if the node is starting.
    mutating func serve() {
        guard lifecycle.serve() else { return }
        gossip.finishStart()
        settings.log.info(
            "serving",
            [
                "http": .string(serving.description),
                "gossip": .string(peers.description),
                "room_for_clients": .integer(min(serving.room, settings.mesh.limits.clients)),
            ]
        )
        ask(for: .started)
    }
}
