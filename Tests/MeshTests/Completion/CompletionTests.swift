import Reactor
import Testing

@testable import Mesh

@Suite("The completion of a shell", .timeLimit(.minutes(10))) struct CompletionTests {
    /// What bash would offer for the last of these words.
    private func offers(_ words: String...) async throws -> [String] {
        let line = """
            . /dev/stdin <<< "$(mesh completion bash)"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
            _mesh 2> /dev/null; printf '%s\\n' "${COMPREPLY[@]}"
            """
        let script = "mesh() { \"$0\" \"$@\"; }; \(line)"
        let run = try await MeshProgram.run(["-c", script, MeshProgram.path] + words, program: "/bin/bash")
        return run.standardOutput.filter { !$0.isEmpty }
    }

    @Test func `knows the subcommands, their options, and the words that these take`() async throws {
        #expect(try await offers("mesh", "st") == ["status"])
        #expect(try await offers("mesh", "run", "alpha", "--da") == ["--data"])
        #expect(try await offers("mesh", "run", "--log", "") == ["text", "json"])
        #expect(try await offers("mesh", "chat", "--as", "").isEmpty)
    }

    @Test func `names every subcommand and every option in each shell`() {
        for shell in Shell.allCases {
            let script = shell.script(for: Subcommand.all.map(\.syntax))
            for syntax in Subcommand.all.map(\.syntax) {
                #expect(script.contains(syntax.name))
                for option in syntax.options { #expect(script.contains(option.name.dropFirst(2)), "\(shell)") }
            }
        }
    }

    @Test func `says nothing that its shell takes for something else`() {
        let syntax = CommandSyntax(
            name: "odd",
            summary: "It's [odd]: $HOME",
            options: [.init(name: "--path", placeholder: "FILE.svg", summary: "don't [expand]: `this`")]
        )
        #expect(ZshCompletion([syntax]).script.contains(#"'--path[don'\''t \[expand\]\: `this`]:FILE.svg:_files'"#))
        #expect(FishCompletion([syntax]).script.contains(#"-l path -r -F -d 'don'\''t [expand]: `this`'"#))
    }

    @Test func `is refused for another shell, with those that there are`() async throws {
        let run = try await MeshProgram.run(["completion", "csh"])
        #expect(run.status == .exited(2))
        #expect(run.standardError.first?.contains("bash, zsh, fish") == true)
    }
}
