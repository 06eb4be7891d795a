/// Asks `; did you mean "bravo"?` when a word is close to a known one, and says nothing otherwise.
package func didYouMean(_ word: String, among known: [String]) -> String {
    // Two slips of the finger, but never so many that any short word will do.
    let limit = min(2, (word.count - 1) / 2)
    let nearest = known.map { (distance: editDistance(word, $0), word: $0) }
        .min { ($0.distance, $0.word) < ($1.distance, $1.word) }
    guard let nearest, nearest.distance <= limit else { return "" }
    return "; did you mean \"\(nearest.word)\"?"
}

/// How many characters must be inserted, removed or replaced to turn one word into the other.
private func editDistance(_ first: String, _ second: String) -> Int {
    let second = Array(second)
    var row = Array(0...second.count)
    for (index, character) in first.enumerated() {
        var diagonal = row[0]
        row[0] = index + 1
        for column in second.indices {
            let replaced = diagonal + (second[column] == character ? 0 : 1)
            diagonal = row[column + 1]
            row[column + 1] = min(replaced, diagonal + 1, row[column] + 1)
        }
    }
    return row[second.count]
}
