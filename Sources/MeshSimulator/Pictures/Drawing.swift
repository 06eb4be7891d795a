/// Shapes of a drawing in the order in which they lie upon each other (W3C, Scalable Vector Graphics 1.1).
struct Drawing {
    private var shapes = ""

    /// A straight line.
    mutating func line(
        from: (Int, Int),
        to: (Int, Int),
        color: String,
        dashes: String = "",
        opacity: Double = 1
    ) {
        let dashes = dashes.isEmpty ? "" : #" stroke-dasharray="\#(dashes)""#
        shapes += #"<line x1="\#(from.0)" y1="\#(from.1)" x2="\#(to.0)" y2="\#(to.1)" stroke="\#(color)""#
        shapes += #" stroke-opacity="\#(opacity)"\#(dashes)/>"# + "\n"
    }

    /// An upright bar around a line.
    mutating func bar(x: Int, from: Int, to: Int, width: Int, color: String, opacity: Double) {
        shapes += #"<rect x="\#(x - width / 2)" y="\#(from)" width="\#(width)" height="\#(max(to - from, 1))""#
        shapes += #" fill="\#(color)" fill-opacity="\#(opacity)"/>"# + "\n"
    }

    /// A dot.
    mutating func circle(at place: (Int, Int), radius: Int, color: String) {
        shapes += #"<circle cx="\#(place.0)" cy="\#(place.1)" r="\#(radius)" fill="\#(color)"/>"# + "\n"
    }

    /// A dot with nothing in it.
    mutating func ring(at place: (Int, Int), radius: Int, color: String) {
        shapes += #"<circle cx="\#(place.0)" cy="\#(place.1)" r="\#(radius)" fill="white" stroke="\#(color)"/>"# + "\n"
    }

    /// A line of text.
    mutating func text(_ text: String, x: Int, y: Int, color: String, anchor: String = "start", size: Int = 12) {
        shapes += #"<text x="\#(x)" y="\#(y)" fill="\#(color)" text-anchor="\#(anchor)" font-size="\#(size)">"#
        shapes += Self.escaped(text) + "</text>\n"
    }

    /// The whole file.
    func svg(width: Int, height: Int) -> String {
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
        viewBox="0 0 \(width) \(height)" font-family="sans-serif">
        <rect width="100%" height="100%" fill="#fff"/>
        \(shapes)</svg>

        """
    }

    /// Text in which nothing stands for markup (XML 1.0 §2.4); control characters, which no XML can have, are left out.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": escaped += "&lt;"
            case "&": escaped += "&amp;"
            case ">": escaped += "&gt;"
            default: if scalar.value >= 0x20 { escaped.unicodeScalars.append(scalar) }
            }
        }
        return escaped
    }
}
