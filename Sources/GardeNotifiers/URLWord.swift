import GardeCore
import GardeWords

/// Somebody who is reached by one address of the web, and nothing more has to be known.
protocol URLNotifier: Notifier {
    /// What a recipe calls it.
    static var word: String { get }
    static var hearsAll: Bool { get }

    var url: String { get }

    init(url: String)
}

extension URLNotifier {
    static var hearsAll: Bool { false }
    package var secrets: [String] { [url] }
}

/// Its word in a recipe.
struct URLWord<Way: URLNotifier>: NotifierWord {
    let address: Setting

    var word: String { Way.word }
    var hearsAll: Bool { Way.hearsAll }

    func notifier(to address: String, value: (Setting) -> String?) -> any Notifier { Way(url: URLParts.tidy(address)) }
}
