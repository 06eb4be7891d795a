import ChannelProtocol
import HTTP

extension Query {
    /// What the chat page reads of it, for another target: with its question mark, and empty where that is nothing.
    ///
    /// What else is asked may be a secret. Where the node is recorded that is crossed out, and no answer repeats it.
    var chatSuffix: String {
        self[ClientQuery.channel].map { "?\(ClientQuery.channel)=\(PercentEncoding.encode(queryValue: $0))" } ?? ""
    }
}
