import Reactor

/// A listener, in a box that an optional property can hold.
final class ListeningSocket {
    /// The listener.
    let socket: Socket

    /// Takes over a listener.
    init(_ socket: consuming Socket) {
        self.socket = socket
    }
}
