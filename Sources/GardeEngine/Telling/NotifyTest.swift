import GardeComponents
import GardeDestinations
package import GardeCore
import GardeNotifiers
package import GardeWords
import GardeIO
package import SystemPackage

/// `notify --test`: sends everybody who would be told a message that says that it is a test.
package struct NotifyTest {
    let recipe: Recipe
    let settings: Settings
    let root: FilePath
    let console: any Reporter

    package init(recipe: Recipe, settings: Settings, root: FilePath, console: any Reporter) {
        (self.recipe, self.settings, self.root, self.console) = (recipe, settings, root, console)
    }

    /// `failed` unless there is somebody, and everybody's side took it.
    package func run() async throws -> ExitCode {
        guard settings[.isTest] else { throw Failure.testOnly(settings.typed(root).line("notify --test")) }
        let addressees = settings.addressees(recipe)
        for notice in recipe.allNotices where settings.addressee(notice) == nil { console.info(.isOff(notice)) }
        guard !addressees.isEmpty else { throw Failure.nobodyIsTold }
        guard !settings[.isDryRun] else {
            for addressee in addressees { console.info(.wouldTell(addressee.name)) }
            return .done
        }
        let discretion = Discretion(recipe, settings, root: root)
        let messenger = Messenger(console: console, discretion: discretion)
        let results = await messenger.attempts(message, addressees, .init(tries: 1, limit: .seconds(10)))
        try Task.checkCancellation()
        for (addressee, failure) in results {
            guard let failure else {
                console.success(.accepted(addressee.name))
                continue
            }
            let why = discretion(failure, console.language)
            console.error(
                Failure("notify.run", .notTold(addressee.name, why), fix: failure.fix == nil ? .lookAtAddress : nil))
        }
        guard results.allSatisfy({ $0.1 == nil }) else { return .failed }
        let own = Identity(root, recipe.name)
        NotifyRecord(addressees, own).write(own, in: settings.backupRoot)
        return .done
    }

    private var message: Message {
        let language = console.language
        let subject = Text.test(recipe.name, hostName())[language]
        let line = Text.testLine(root.string)[language]
        return Message(
            .test, subject: subject, lines: [line],
            json: .object([
                "event": "test", "recipe": .string(recipe.name), "host": .string(hostName()),
                "platform": .string(root.string), "text": .string("\(subject)\n\(line)"),
            ]))
    }
}

extension Failure {
    fileprivate static func testOnly(_ command: String) -> Failure {
        Failure("notify.test-only", ["command": command])
    }

    fileprivate static let nobodyIsTold = Failure("notify.nobody-is-told")
}

extension Text {
    fileprivate static let lookAtAddress = Text("notify.look-at-address")

    fileprivate static func isOff(_ notice: Notice) -> Text {
        guard case .environment(let variable) = notice.way.address else { return .verbatim(notice.way.word) }
        return Text("notify.is-off", ["word": notice.way.word, "variable": variable])
    }

    fileprivate static func wouldTell(_ name: String) -> Text {
        Text("notify.would-tell", ["name": name])
    }

    fileprivate static func accepted(_ name: String) -> Text { Text("notify.accepted", ["name": name]) }

    fileprivate static func test(_ recipe: String, _ host: String) -> Text {
        Text("notify.test", ["recipe": recipe, "host": host])
    }

    fileprivate static func testLine(_ root: String) -> Text {
        Text("notify.test-line", ["root": root])
    }
}
