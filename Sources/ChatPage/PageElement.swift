/// Finds an element in the page that we wrote ourselves; this is no parser of HTML.
enum PageElement {
    /// The bytes between the start tag and the end tag of the only element with a name.
    ///
    /// - Parameters:
    ///   - name: The element's name, in lower case.
    ///   - page: The document.
    /// - Returns: `nil` when there is no such element, or a second one.
    static func text(of name: String, in page: [UInt8]) -> [UInt8]? {
        let starts = positions(of: "<\(name)", in: page)
        let ends = positions(of: "</\(name)>", in: page)
        guard starts.count == 1, ends.count == 1, let end = ends.first else { return nil }
        guard let tagEnd = page[starts[0]..<end].firstIndex(of: UInt8(ascii: ">")) else { return nil }
        return Array(page[(tagEnd + 1)..<end])
    }

    private static func positions(of text: String, in page: [UInt8]) -> [Int] {
        let pattern = Array(text.utf8)
        return page.indices.filter { page[$0...].starts(with: pattern) }
    }
}
