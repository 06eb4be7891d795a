/// The JavaScript module with which programs take part in a channel: the web's `BroadcastChannel`, over a mesh.
public enum ChannelModule {
    /// The module, in UTF-8, put together from its parts; it imports nothing, and exports the class.
    public static let script: [UInt8] = {
        let whole = [clone, addresses, position, name, order, posts, session, entry].joined(separator: "\n")
        let compact = CompactScript(whole, shortening: ownNames).text
        return Array("\(compact)export{BroadcastChannel}\n".utf8)
    }()

    /// Its types, for TypeScript.
    public static let types: [UInt8] = PackageResources.broadcast_channel_d_ts

    // The parts that know no socket; tests run them alone.
    static let clone = module(PackageResources.structured_clone_js)
    static let addresses = module(PackageResources.addresses_js)
    static let position = module(PackageResources.position_js)
    static let name = module(PackageResources.sender_name_js)
    static let order = module(PackageResources.sender_order_js)
    static let posts = module(PackageResources.unsettled_posts_js)
    static let session = module(PackageResources.channel_session_js)

    /// The part with the class.
    static let entry = module(PackageResources.broadcast_channel_js)

    private static func module(_ bytes: [UInt8]) -> String {
        ScriptModule(String(decoding: bytes, as: UTF8.self)).body
    }
}
