import GardeIO
import GardeWords
import SystemPackage

/// A recipe that is being written: its words, each with remarks above it, in sections.
struct Page {
    enum Section: CaseIterable { case servers, data, configuration, handling, script, schedule }

    private struct Entry {
        var remarks: [String]
        var word: String?
        var isDecided: Bool
    }

    let language: Language
    private var entries: [Section: [Entry]] = [:]

    init(_ language: Language) { self.language = language }

    /// A word of the recipe.
    mutating func add(_ word: String, to section: Section, _ remarks: [Text] = []) {
        append(Entry(remarks: remarks.map { $0[language] }, word: word, isDecided: true), section)
    }

    /// What somebody has to look at; `word` is what may come of it.
    mutating func leave(_ remark: Text, word: String? = nil, to section: Section) {
        append(Entry(remarks: [remark[language]], word: word, isDecided: false), section)
    }

    mutating func remark(_ text: Text, to section: Section) {
        append(Entry(remarks: [text[language]], word: nil, isDecided: true), section)
    }

    private mutating func append(_ entry: Entry, _ section: Section) { entries[section, default: []].append(entry) }

    /// The text of the main.swift.
    func text(of root: FilePath) -> String {
        let heading = [
            "import Garde", "", comment(Text("draft.title", ["root": root])[language]),
            comment(Text("draft.title-2", ["mark": Self.mark])[language]),
            // cron knows no language.
            language == .french ? "backup(language: .french) {" : "backup {",
        ]
        let sections = Section.allCases.compactMap { entries[$0] }.map { $0.flatMap(lines) }
        return (heading + sections.joined(separator: [""]).map { $0.isEmpty ? "" : "    \($0)" } + ["}"])
            .joined(separator: "\n") + "\n"
    }

    /// Where something is left to decide.
    static let mark = "TODO"

    private func lines(_ entry: Entry) -> [String] {
        let remarks = entry.remarks.enumerated().map { place, text in
            comment(place == 0 && !entry.isDecided ? "\(Self.mark) \(text)" : text)
        }
        return remarks + (entry.word.map { [entry.isDecided ? $0 : comment($0)] } ?? [])
    }

    /// On one line, whatever it quotes.
    private func comment(_ text: String) -> String {
        "// " + String(String.UnicodeScalarView(text.unicodeScalars.map { isControl($0) ? " " : $0 }))
    }
}

private func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value) || [0x2028, 0x2029].contains(scalar.value)
}

/// As a string of Swift.
func literal(_ text: some StringProtocol) -> String {
    let escaped = text.unicodeScalars.map { scalar -> String in
        if scalar == "\"" || scalar == "\\" { return "\\\(scalar)" }
        return isControl(scalar) ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
    }
    return "\"\(escaped.joined())\""
}

func literals(_ texts: [String]) -> String { texts.map(literal).joined(separator: ", ") }
