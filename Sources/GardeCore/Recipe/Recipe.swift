package import GardeWords

/// What a site wants saved and what happens to it: a value, nothing more. The engine knows the order.
public struct Recipe: Sendable, Hashable {
    package var words: [Word]
    /// The executable's name, as in messages and the manifest.
    package var name = ""
    /// The language of the site, over the environment's.
    package var language: Language?
    /// The platform's root, when neither PLATFORM_ROOT nor the launcher says it.
    package var root: String?

    package init(_ words: [Word]) { self.words = words }
}

/// One line of a recipe: a value that whoever made the word understands.
public struct Word: Sendable, Hashable {
    package let value: any WordValue

    package init(_ value: any WordValue) { self.value = value }

    public static func == (one: Word, other: Word) -> Bool { AnyHashable(one.value) == AnyHashable(other.value) }

    public func hash(into hasher: inout Hasher) { hasher.combine(AnyHashable(value)) }
}

/// What a word of a recipe stands for.
package protocol WordValue: Sendable, Hashable {
    /// The word, where one is all that a recipe can hold.
    static var onceOnly: String? { get }

    /// What is wrong with it, as far as it and these variables tell; nothing outside is looked at.
    func findings(_ environment: (String) -> String?) -> [Failure]
}

extension WordValue {
    package static var onceOnly: String? { nil }
}

extension Recipe {
    /// The values of this kind, in the order of the recipe.
    package func values<Value: WordValue>(of type: Value.Type) -> [Value] {
        words.compactMap { $0.value as? Value }
    }

    package var compression: Compression? { values(of: Compression.self).first }
    package var resources: Resources? { values(of: Resources.self).first }
    package var encryption: Encryption? { values(of: Encryption.self).first }
    package var store: Store? { values(of: Store.self).first }
    package var retention: Retention? { values(of: Retention.self).first }
    package var objectives: Objectives? { values(of: Objectives.self).first }
    package var metrics: String? { values(of: MetricsFile.self).first?.path }
}

/// Where metrics are written for Prometheus.
package struct MetricsFile: WordValue {
    package let path: String
}
