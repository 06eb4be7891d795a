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
}
