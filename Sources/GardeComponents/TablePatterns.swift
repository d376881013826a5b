import GardeCore
import GardeIO
import GardeWords

/// Names of tables as a recipe has them, with `*` and `?`: `audit_log`, `app.sessions_*`.
package struct TablePatterns: Sendable, Hashable {
    /// A table of a server: its name with the schema or database, and the short one where that is enough.
    struct Name: Sendable, Hashable {
        let whole: String
        let short: String?
    }

    let patterns: [String]

    init(_ patterns: [String]) { self.patterns = patterns }

    func match(_ name: Name) -> Bool { patterns.contains { Self.matches($0, name) } }

    /// Of each pattern that means nothing there: it may be mistyped, and the table saved with its rows.
    func findings(of component: Component.ID, among names: [Name]) -> [Failure] {
        patterns.filter { pattern in !names.contains { Self.matches(pattern, $0) } }.map { pattern in
            let near = Self.near(pattern, names).sorted()
            return Failure(
                "recipe.exclude-data-nothing",
                [
                    "component": component, "pattern": pattern,
                    "why": near.isEmpty ? nil : Text("postgres.similar-tables", ["list": shorten(near)]),
                ])
        }
    }

    /// Whether a pattern counts now that counted for none of the tables of `before`: sizes of the two tell nothing then.
    package static func areOther(_ patterns: [String], for now: [String], than before: [String]) -> Bool {
        patterns.contains { pattern in
            now.contains { counts(pattern, $0) } && !before.contains { counts(pattern, $0) }
        }
    }

    /// MariaDB's tables are recorded without their database, which a pattern may name.
    private static func counts(_ pattern: String, _ name: String) -> Bool {
        matches(pattern, recorded(name)) || !name.contains(".") && matches(withoutSchema(pattern), recorded(name))
    }

    func match(recorded name: String) -> Bool { match(Self.recorded(name)) }

    /// A name as the manifest has it.
    private static func recorded(_ name: String) -> Name {
        let isShort = name.hasPrefix("public.") || !name.contains(".")
        return Name(whole: name, short: isShort ? withoutSchema(name) : nil)
    }

    static func withoutSchema(_ name: String) -> String {
        name.firstIndex(of: ".").map { String(name[name.index(after: $0)...]) } ?? name
    }

    private static func matches(_ pattern: String, _ name: Name) -> Bool {
        if pattern == name.whole || pattern == name.short { return true }
        guard let subject = pattern.contains(".") ? name.whole : name.short else { return false }
        return GlobPattern(pattern.utf8).matches(Array(subject.utf8)[...])
    }

    private static func near(_ pattern: String, _ names: [Name]) -> [String] {
        let own = withoutSchema(pattern).lowercased().filter { !"*?".contains($0) }
        guard !own.isEmpty else { return [] }
        return names.map(\.whole).filter { name in
            let other = withoutSchema(name).lowercased()
            return other.contains(own) || own.contains(other) || editDistance(own, other) <= max(1, own.count / 3)
        }
    }
}
