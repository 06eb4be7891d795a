@testable import BroadcastMesh

/// The nodes of a virtual mesh, by their number.
///
/// Each is there once: an array would copy them.
struct VirtualNodes {
    private final class Place {
        var node: Node

        init(_ node: consuming Node) { self.node = node }
    }

    private var places: [Place] = []

    var indices: Range<Int> { places.indices }
    var count: Int { places.count }

    subscript(number: Int) -> Node {
        _read { yield places[number].node }
        nonmutating _modify { yield &places[number].node }
    }

    mutating func append(_ node: consuming Node) { places.append(Place(node)) }

    func allSatisfy(_ isSo: (borrowing Node) throws -> Bool) rethrows -> Bool {
        try places.allSatisfy { try isSo($0.node) }
    }

    func map<Value>(_ value: (borrowing Node) throws -> Value) rethrows -> [Value] {
        try places.map { try value($0.node) }
    }
}
