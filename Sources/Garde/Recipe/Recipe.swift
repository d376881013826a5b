package import GardeWords

/// What a site wants saved and what happens to it: a value, nothing more. The engine knows the order.
public struct Recipe: Sendable, Hashable {
    package internal(set) var words: [Word]
    /// The executable's name, as in messages and the manifest.
    package var name = ""
    /// The language of the site, over the environment's.
    package var language: Language?
    /// The platform's root, when neither PLATFORM_ROOT nor the launcher says it.
    package var root: String?

    package init(_ words: [Word]) { self.words = words }
}

/// One line of a recipe.
public enum Word: Sendable, Hashable {
    case save(Source), service(ServiceCommands), compress(Compression), encrypt(Encryption), store(Store), sync(Remote),
        keep(Retention)
    case notify(Notice), objectives(Objectives), metrics(String)
}

extension Recipe {
    /// What to save, in the order of the recipe.
    package var sources: [Source] { words.compactMap { if case .save(let source) = $0 { source } else { nil } } }
    package var services: [ServiceCommands] {
        words.compactMap { if case .service(let service) = $0 { service } else { nil } }
    }
    package var compression: Compression? { first { if case .compress(let found) = $0 { found } else { nil } } }
    package var encryption: Encryption? { first { if case .encrypt(let found) = $0 { found } else { nil } } }
    package var store: Store? { first { if case .store(let found) = $0 { found } else { nil } } }
    package var retention: Retention? { first { if case .keep(let found) = $0 { found } else { nil } } }
    package var remotes: [Remote] { words.compactMap { if case .sync(let remote) = $0 { remote } else { nil } } }
    package var notices: [Notice] { words.compactMap { if case .notify(let notice) = $0 { notice } else { nil } } }
    package var objectives: Objectives? { first { if case .objectives(let found) = $0 { found } else { nil } } }
    package var metrics: String? { first { if case .metrics(let file) = $0 { file } else { nil } } }

    private func first<Found>(_ pick: (Word) -> Found?) -> Found? { words.lazy.compactMap(pick).first }
}
