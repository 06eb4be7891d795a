import FoundationEssentials

extension BrowserPage {
    /// What a screen reader can find in the page, in its order: a role with a name, as in `button "Send"`.
    var accessibleParts: [String] {
        get async throws {
            let tree = try await call("Accessibility.getFullAXTree")["nodes"].elements
            return tree.compactMap { node in
                guard node["ignored"] != true, let role = node["role"]["value"].text else { return nil }
                return "\(role) \"\(node["name"]["value"].text ?? "")\""
            }
        }
    }

    /// What in the page has too little contrast, is too small to be pressed, or has no name; see `access.js`.
    var accessFaults: [String] {
        get async throws {
            let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "access.js")
            let faults = try await evaluate(String(contentsOf: file, encoding: .utf8)).elements.compactMap(\.text)
            let roles = [
                "button", "combobox", "complementary", "heading", "image", "img", "link", "region", "switch",
                "textbox",
            ]
            let nameless = Set(roles.map { "\($0) \"\"" })
            return faults + (try await accessibleParts.filter(nameless.contains))
        }
    }
}
