/// The place of one value in what is being encoded; parts are filled in as they come.
final class JSONSlot {
    private enum Content {
        case empty
        case scalar(JSONValue)
        case list([JSONSlot])
        case object(Members)
    }

    /// The members of an object, in the order in which their keys came.
    private struct Members {
        var all: [(key: String, slot: JSONSlot)] = []

        /// Where each key stands.
        private var places: [String: Int] = [:]

        /// Adds a member, or takes the place of the one that has its key.
        mutating func add(_ key: String, _ slot: JSONSlot) {
            if let place = places[key] {
                all[place].slot = slot
            } else {
                places[key] = all.count
                all.append((key, slot))
            }
        }
    }

    private var content = Content.empty

    /// Makes it a value without parts.
    func fill(with scalar: JSONValue) {
        content = .scalar(scalar)
    }

    /// Makes it a list, or leaves it one.
    func beginList() {
        if case .list = content { return }
        content = .list([])
    }

    /// Makes it an object, or leaves it one.
    func beginObject() {
        if case .object = content { return }
        content = .object(Members())
    }

    /// How many elements the list has.
    var count: Int {
        guard case .list(let elements) = content else { return 0 }
        return elements.count
    }

    /// Adds an element to the list.
    func addElement() -> JSONSlot {
        guard case .list(var elements) = content else { preconditionFailure("an element is added to what is no list") }
        content = .empty
        let slot = JSONSlot()
        elements.append(slot)
        content = .list(elements)
        return slot
    }

    /// Adds a member to the object, or takes the place of the one that has its key.
    func addMember(_ key: String) -> JSONSlot {
        guard case .object(var members) = content else { preconditionFailure("a member is added to what is no object") }
        content = .empty
        let slot = JSONSlot()
        members.add(key, slot)
        content = .object(members)
        return slot
    }

    /// Whether lists and objects nest in it no deeper than so many.
    func nests(within depth: Int) -> Bool {
        switch content {
        case .empty: depth > 0
        case .scalar: true
        case .list(let elements): depth > 0 && elements.allSatisfy { $0.nests(within: depth - 1) }
        case .object(let members): depth > 0 && members.all.allSatisfy { $0.slot.nests(within: depth - 1) }
        }
    }

    /// Writes it; what was left empty is an object without members, as other encoders have it.
    func write(to writer: inout JSONWriter) {
        switch content {
        case .empty: writer.object { _ in }
        case .scalar(.boolean(let boolean)): writer.value(boolean)
        case .scalar(.integer(let integer)): writer.value(integer)
        case .scalar(.fraction(let number)): writer.value(number)
        case .scalar(.string(let string)): writer.value(string)
        case .scalar: writer.null()
        case .list(let elements):
            writer.list { writer in
                for element in elements { element.write(to: &writer) }
            }
        case .object(let members):
            writer.object { writer in
                for (key, slot) in members.all {
                    writer.key(key)
                    slot.write(to: &writer)
                }
            }
        }
    }
}
