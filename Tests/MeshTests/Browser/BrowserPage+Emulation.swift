extension BrowserPage {
    /// Gives the page a window of this size, in CSS pixels.
    func setViewport(width: Int, height: Int, isPhone: Bool = false) async throws {
        let parameters: [String: JSONValue] = [
            "width": .number(Double(width)), "height": .number(Double(height)),
            "deviceScaleFactor": isPhone ? 2 : 1, "mobile": .bool(isPhone),
        ]
        try await call("Emulation.setDeviceMetricsOverride", .object(parameters))
    }

    /// Says what colours the person prefers: `light` or `dark`.
    func setColourScheme(_ scheme: String) async throws {
        let feature: JSONValue = ["name": "prefers-color-scheme", "value": .string(scheme)]
        try await call("Emulation.setEmulatedMedia", ["features": [feature]])
    }
}
