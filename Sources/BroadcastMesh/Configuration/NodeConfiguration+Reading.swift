import Gossip
import JSON
import Reactor

extension NodeConfiguration {
    /// Reads one entry of `nodes`.
    init(_ value: PlacedValue, in surroundings: ConfigurationSurroundings) throws(ConfigurationError) {
        let object = try value.object(keys: ["name", "http", "gossip", "url", "tls", "peers"])
        let nameValue = try object.required("name")
        name = try nameValue.string()
        guard name.utf8.span.isNodeName else {
            throw nameValue.error(
                "\"\(name)\" is no name of a node; wanted 1 to 64 of A-Z a-z 0-9 . _ -, not of dots only"
            )
        }
        http = try object.required("http").endpoint()
        gossip = try object.required("gossip").endpoint()
        url = try object["url"]?.webAddress()
        tls = try object["tls"].map { value throws(ConfigurationError) in
            try TLSConfiguration(value, in: surroundings)
        }
        peers = try object["peers"]?.list { peer throws(ConfigurationError) in try PeerConfiguration(peer) } ?? []
    }
}

extension PeerConfiguration {
    /// Reads one entry of `peers`: a name alone, or an object.
    init(_ value: PlacedValue) throws(ConfigurationError) {
        if case .string(let name) = value.value {
            self.init(name: name, transport: .tcp, address: nil)
            return
        }
        guard case .object = value.value else { throw value.error(wanted: "a name or an object") }
        let object = try value.object(keys: ["name", "transport", "address"])
        self.init(
            name: try object.required("name").string(),
            transport: try object["transport"]?.transport() ?? .tcp,
            address: try object["address"]?.endpointToDial()
        )
    }
}

extension PlacedValue {
    fileprivate func transport() throws(ConfigurationError) -> LinkTransport {
        let text = try string()
        guard let transport = LinkTransport(rawValue: text) else {
            throw error("found \"\(text)\", wanted \"tcp\" or \"udp\"")
        }
        return transport
    }

    /// What is wrong with port 0 where somebody is to dial.
    static let undialable = "nobody can dial port 0; wanted 1 to 65535"

    fileprivate func endpointToDial() throws(ConfigurationError) -> Endpoint {
        let endpoint = try endpoint()
        guard endpoint.port != 0 else { throw error(Self.undialable) }
        return endpoint
    }
}
