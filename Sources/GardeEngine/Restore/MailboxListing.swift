import GardeComponents
package import GardeCore
package import GardeWords
import GardeIO
package import SystemPackage

/// `list ID --mailboxes`: what `--mailbox` takes of a backup, with the number of messages of each.
package struct MailboxListing {
    let settings: Settings
    let root: FilePath
    let console: any Reporter
    private let recipe: Recipe
    private let component: Component.ID
    /// The name of the folder of all mail.
    private let top: [UInt8]

    package init(_ recipe: Recipe, _ settings: Settings, root: FilePath, _ console: any Reporter) throws(Failure) {
        (self.settings, self.root, self.console) = (settings, root, console)
        self.recipe = recipe
        guard let source = recipe.sources.first(where: { $0.kind.mailboxes != nil }) else { throw .mailboxWithoutMail }
        (component, top) = (source.id, FilePath(source.kind.mailboxes ?? "").names.last ?? [])
    }

    package func run() async throws -> ExitCode {
        defer {
            Unpacked.sweep(settings.backupRoot)
            Fetched.sweep(settings.backupRoot)
        }
        let plan = try await RestorePlan(recipe, settings, root: root, console: console)
        let (look, top) = (Look(plan: plan, console: console), top)
        guard let backup = try await look.backups(of: [component])[component] else {
            throw Failure.nothingOfThis(component, settings.positionals.first ?? "latest")
        }
        let map = try await look.tree(of: component, in: backup).state.walk { try MailboxMap($0, below: top) }
        guard !map.boxes.isEmpty else { throw Failure.noMailboxes(backup.name) }
        show(map)
        return .done
    }

    private func show(_ map: MailboxMap) {
        if let answer = Answer.current {
            for box in map.boxes {
                answer.add(
                    "mailboxes",
                    .object([
                        "name": .string(box.shown), "path": .string(visible(box.path.joined(separator: [0x2f]))),
                        "messages": .number(box.messages),
                    ]))
            }
            return
        }
        let rows = map.boxes.map { ["\($0.messages)", $0.shown, visible($0.path.joined(separator: [0x2f]))] }
        console.table(Table(rows, right: [0]))
    }
}

extension Failure {
    static func noMailboxes(_ id: String) -> Failure {
        Failure("mail.no-mailboxes", ["id": id])
    }
}
