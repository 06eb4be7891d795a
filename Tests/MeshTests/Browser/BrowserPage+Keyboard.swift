extension BrowserPage {
    /// A key that does something else than to write.
    enum Key: String, Sendable {
        case enter = "Enter"
        case tab = "Tab"
        case escape = "Escape"

        /// What the browser goes by for keys that do something.
        fileprivate var code: JSONValue {
            switch self {
            case .enter: 13
            case .tab: 9
            case .escape: 27
            }
        }

        fileprivate var text: JSONValue {
            self == .enter ? "\r" : ""
        }
    }

    /// Presses and releases a key.
    func press(_ key: Key, shift: Bool = false) async throws {
        for type: JSONValue in ["keyDown", "keyUp"] {
            try await call(
                "Input.dispatchKeyEvent",
                [
                    "type": type, "key": .string(key.rawValue), "code": .string(key.rawValue),
                    "windowsVirtualKeyCode": key.code, "text": type == "keyDown" ? key.text : "",
                    "modifiers": shift ? 8 : 0,
                ]
            )
        }
    }

    /// Types a text, key by key.
    func type(_ text: String) async throws {
        for character in text {
            let key = JSONValue.string(String(character))
            try await call("Input.dispatchKeyEvent", ["type": "keyDown", "key": key, "text": key])
            try await call("Input.dispatchKeyEvent", ["type": "keyUp", "key": key])
        }
    }

    /// Enters a text at once, as an input method does for Chinese, or a paste.
    func insert(_ text: String) async throws {
        try await call("Input.insertText", ["text": .string(text)])
    }

    /// What the keys go to: the accessible name, or else the tag.
    var focus: String {
        get async throws {
            let tree = try await call("Accessibility.getFullAXTree")["nodes"].elements
            let focused = tree.last { node in
                node["properties"].elements.contains { $0["name"] == "focused" && $0["value"]["value"] == true }
            }
            return focused?["name"]["value"].text ?? ""
        }
    }
}
