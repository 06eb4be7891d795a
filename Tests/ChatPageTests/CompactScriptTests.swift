import Testing

@testable import ChatPage

@Suite("A compact script") struct CompactScriptTests {
    @Test(arguments: [
        ("let a = b + c;", "let a=b+c;"), ("a + +b - -c + -d;", "a+ +b- -c+-d;"), ("return a in b;", "return a in b;"),
        ("static #a() { return 'x'; }", "static#a(){return'x';}"), ("a\n\t? b\n\t: c;", "a?b:c;"),
        ("if (a) {\n\tb();\n}\nc();", "if(a){b();}c();"), ("a = b\n(c);", "a=b\n(c);"), ("a = {}\n[b];", "a={}\n[b];"),
        ("a++\nb", "a++\nb"), ("const a = 1;", "let a=1;"),
    ]) func `has blanks only where they mean something`(script: String, compact: String) {
        #expect(CompactScript(script).text == compact)
    }

    @Test(arguments: [
        "'a, b = c';", "'a \\' , b';", "\"a , b\";", "`a , b`;", "`a , ${b} , c`;", "`a , ${`b , ${c}`} , d`;",
        "`${{a:{b}}} , c`;", "x=/a , b/;", "x=/[/ ] , '/g;", "a(/'/,/ /);", "return/ , /;", "`${/ , /}`;",
    ]) func `keeps literals as they are`(script: String) {
        #expect(CompactScript(script).text == script)
    }

    @Test func `divides behind a value`() {
        #expect(
            CompactScript("a = b / c / d; e = (f) / g; h = i[0] / 2 / j;").text == "a=b/ c/ d;e=(f)/ g;h=i[0]/ 2/ j;"
        )
    }

    @Test func `says names in short, those in short that are used most, and never one that is there`() {
        let script =
            "class Line { #rare = 1; #often = 2; sum(word) { a; return word + this.#often * this.#often + word.word; } }"
        let compact = "class Line{#b=1;#a=2;sum(b){a;return b+this.#a*this.#a+b.b;}}"
        #expect(CompactScript(script, shortening: ["word"]).text == compact)
        #expect(CompactScript("'word'; `word ${word}`;", shortening: ["word"]).text == "'word';`word ${a}`;")
    }
}
