import GardeWords
import Testing

@Suite struct CatalogueTests {
    @Test func `every sentence exists in every language, with the same arguments`() {
        let (english, french) = (Catalogue.of(.english), Catalogue.of(.french))
        #expect(english.ids.symmetricDifference(french.ids).sorted() == [])
        for id in english.ids { #expect(english[id]?.names == french[id]?.names, "\(id)") }
    }

    @Test func `a clause follows the sentence that it belongs to`() {
        let ids = Catalogue.of(.english).ids
        let orphans = ids.filter { id in
            [".why", ".fix"].contains { id.hasSuffix($0) && !ids.contains(String(id.dropLast($0.count))) }
        }
        #expect(orphans.sorted() == [])
    }

    @Test func `no line of a French sentence ends before its double punctuation or inside its quotation marks`() {
        let (french, loose) = (Catalogue.of(.french), [" :", " ;", " !", " ?", " »", "« "])
        let found = french.ids.filter { id in loose.contains { french[id]?.pattern.contains($0) == true } }
        #expect(found.sorted() == [])
        #expect(!loose.contains(where: Language.french.colon.contains))
    }

    @Test func `the form of a word goes with its count`() {
        let sentence = Sentence("{count|# file|# files} of {name}")
        func text(_ count: Int, _ language: Language) -> String {
            sentence.text(["count": .number(count), "name": .text("mail")], language)
        }
        #expect(text(1, .english) == "1 file of mail")
        #expect(text(0, .english) == "0 files of mail")
        #expect(text(0, .french) == "0 file of mail")
        #expect(text(2, .french) == "2 files of mail")
        #expect(sentence.names == ["count", "name"])
    }

    @Test func `sizes and times are written as the language writes them`() {
        let sentence = Sentence("{size} in {time}")
        let arguments: [String: Argument] = ["size": .bytes(1_300_000_000), "time": .duration(.milliseconds(2500))]
        #expect(sentence.text(arguments, .english) == "1.3 GB in 2.5 s")
        #expect(sentence.text(arguments, .french) == "1,3 Go in 2,5 s")
    }

    @Test func `what is longer than a line goes on in the next`() {
        let catalogue = Catalogue("a.b: one\n    two\na.c: three: four")
        #expect(catalogue["a.b"]?.text([:], .english) == "one two")
        #expect(catalogue["a.c"]?.text([:], .english) == "three: four")
        #expect(catalogue["a.d"] == nil)
    }

    @Test func `a clause whose argument is missing is left out`() {
        #expect(Failure("backup.secret-unreadable", ["path": "/p", "why": nil]).why == nil)
        #expect(
            Failure("backup.secret-unreadable", ["path": "/p", "why": "closed"]).line(.english).contains(": closed."))
    }
}
