import BroadcastMesh
import Reactor

/// The command line of a subcommand, taken apart.
struct Arguments {
    private let syntax: CommandSyntax
    private var positionals: [String] = []
    private var values: [String: String] = [:]
    private let environment: @Sendable (String) -> String?

    /// Takes a command line apart.
    ///
    /// Options may stand anywhere, as `--name value` or `--name=value`; after `--` nothing is an option.
    ///
    /// - Parameters:
    ///   - words: What follows the subcommand.
    ///   - syntax: What the subcommand takes.
    ///   - environment: Looks a variable of the environment up, for what was left out.
    /// - Throws: ``CommandError/usage(_:subcommand:)``.
    init(
        parsing words: ArraySlice<String>,
        as syntax: CommandSyntax,
        environment: @escaping @Sendable (String) -> String? = CurrentProcess.textVariable
    ) throws(CommandError) {
        self.syntax = syntax
        self.environment = environment
        var rest = words
        while let word = rest.popFirst() {
            if word == "--" {
                positionals += rest
                break
            }
            // A hyphen alone is an argument: it stands for standard input.
            guard word.hasPrefix("-"), word != "-" else {
                positionals.append(word)
                continue
            }
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard let option = syntax.options.first(where: { $0.name == parts[0] }) else {
                let hint = didYouMean(parts[0], among: syntax.options.map(\.name))
                // A message may begin with a hyphen.
                let isText = syntax.positionals.contains(where: \.mayBeEmpty)
                let cure = isText ? "; a text that begins so goes behind --" : ""
                throw usage("there is no option \(parts[0])\(hint.isEmpty ? cure : hint)")
            }
            if option.placeholder.isEmpty, parts.count == 2 { throw usage("\(option.name) has no value") }
            let value = option.placeholder.isEmpty ? "" : parts.count == 2 ? parts[1] : rest.popFirst()
            // Nothing is named by no letters: mostly a variable of a script is not set.
            guard let value, option.placeholder.isEmpty || !value.isEmpty else {
                throw usage("\(option.name) wants a \(option.placeholder)")
            }
            guard values.updateValue(value, forKey: option.name) == nil else {
                throw usage("\(option.name) is given twice")
            }
        }
        try checkCount()
    }

    /// Whether the words ask for help rather than for work.
    static func askForHelp(_ words: ArraySlice<String>) -> Bool {
        words.prefix { $0 != "--" }.contains { $0 == "--help" || $0 == "-h" }
    }

    /// The positional argument of this name; `nil` when it was left out.
    subscript(name: String) -> String? {
        guard let index = syntax.positionals.firstIndex(where: { $0.name == name }) else {
            preconditionFailure("mesh \(syntax.name) takes no \(name)")
        }
        return index < positionals.count ? positionals[index] : nil
    }

    /// Whether the subcommand takes a positional argument of this name.
    func takes(_ name: String) -> Bool { syntax.positionals.contains { $0.name == name } }

    /// The positional argument of this name and all behind it.
    func all(_ name: String) -> [String] {
        guard let index = syntax.positionals.firstIndex(where: { $0.name == name && $0.isRepeated }) else {
            preconditionFailure("mesh \(syntax.name) takes no row of \(name)")
        }
        return Array(positionals.dropFirst(index))
    }

    /// The value of an option; `nil` when it was left out.
    func value(of option: String) -> String? {
        precondition(syntax.options.contains { $0.name == option }, "mesh \(syntax.name) takes no \(option)")
        return values[option]
    }

    /// What a variable of the environment says; `nil` when it is not set, or empty.
    func variable(_ name: String) -> String? {
        environment(name).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The options that were given, in the order of the help.
    var givenOptions: [String] { syntax.options.map(\.name).filter { values[$0] != nil } }

    /// Whether an option without a value was given.
    func has(_ option: String) -> Bool { value(of: option) != nil }

    /// The value of an option that is one of a few words; `nil` when it was left out.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(
        of option: String,
        as type: Choice.Type = Choice.self
    ) throws(CommandError) -> Choice? {
        guard let text = value(of: option) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let wanted = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw usage("\(option) is one of \(wanted), not \"\(text)\"")
        }
        return choice
    }

    /// The value of an option that is a whole number; `nil` when it was left out.
    func integer(of option: String, in range: ClosedRange<Int>) throws(CommandError) -> Int? {
        guard let text = value(of: option) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw usage("\(option) is a number from \(range.lowerBound) to \(range.upperBound), not \"\(text)\"")
        }
        return number
    }

    /// An error about this command line.
    func usage(_ problem: String) -> CommandError {
        .usage(problem, subcommand: syntax.name)
    }

    private func checkCount() throws(CommandError) {
        if positionals.count > syntax.positionals.count, syntax.positionals.last?.isRepeated != true {
            throw usage("\"\(positionals[syntax.positionals.count])\" is one argument too many")
        }
        if positionals.count < syntax.positionals.count, !syntax.positionals[positionals.count].isOptional {
            throw usage("\(syntax.positionals[positionals.count].name) is missing")
        }
        for (positional, value) in zip(syntax.positionals, positionals) where value.isEmpty && !positional.mayBeEmpty {
            throw usage("\(positional.name) is empty")
        }
    }
}
