package import GardeCore
package import GardeWords
package import GardeIO
package import SystemPackage

/// What a word of the recipe saves: how it is saved, restored and asked for. Each room of `Components/` has one, and nothing
/// outside of the rooms asks which.
///
/// What a kind has not got is left out; the defaults stand below.
package protocol ComponentKind: Sendable, Hashable {
    // MARK: Saving

    /// What saves it.
    func capture(_ request: CaptureRequest) -> any Capture

    /// What is saved under the component's name, as an administrator calls it; nil where the name says it.
    func subject(_ site: Site) async -> String?

    /// Files and folders, relative to the platform's root or absolute; empty for what is no file.
    var paths: [String] { get }

    /// Whether files belong to it that only the platform, or a backup, can name.
    var followsStack: Bool { get }

    /// The same with these files, of one that follows the stack.
    func adding(_ paths: [String]) -> Self

    /// Whether a run can save what is new alone.
    var canBeIncrement: Bool { get }

    /// Whether the recipe makes that the usual run.
    var isIncremental: Bool { get }

    /// Whether a run can tell that nothing has changed: the same content is the same bytes, or the server says it.
    var showsUnchanged: Bool { get }

    /// The database's name, of one that is a database of a server.
    var databaseName: Setting? { get }

    /// What the file of its second part is called, of one that has two.
    func secondName(_ name: String) -> String?

    /// Where certificates lie whose end is to be told.
    var certificates: [String] { get }

    /// Whether names of its files may be those of people.
    var holdsPrivateNames: Bool { get }

    /// Whether the whole server is saved beside it, with the log since.
    var savesCluster: Bool { get }

    /// What its server holds back for the next increment; nil where that is nothing, and where it does not answer.
    func held(_ request: CaptureRequest) async -> HeldLog?

    /// Debian's package of its server's client; nil where it has none.
    var clientPackage: String? { get }

    /// The programs that a run of it needs, each as it says its version; throws where its server does not answer.
    func tools(_ site: Site) async throws -> [NeededTool]

    /// Slots of its server that nobody known here uses; empty where it does not answer.
    func strangeSlots(_ request: CaptureRequest) async -> [StrangeSlot]

    /// Whether a program of the site's own keeps its data.
    var isKeptElsewhere: Bool { get }

    /// What a program of the site's own keeps of it, beside Garde's backups; nil where there is none. Throws the `Failure`
    /// of one that keeps nothing, or cannot be asked.
    func keptElsewhere(_ site: Site) async throws -> KeptElsewhere?

    /// What a file of a backup stands for and is gone from where it is kept; nil where it is there. Throws the
    /// `Failure` of a place that cannot be asked.
    func lostElsewhere(_ file: RestoreFile, _ site: Site) async throws -> Failure?

    // MARK: Restoring

    /// What restores it.
    func restorer(_ request: LoadRequest) async throws -> any Load

    /// Whether it can come back under another name, beside the live one: its load is a `DatabaseLoad`.
    var comesBeside: Bool { get }

    /// Its place in the order of a restore: the guide's kinds from 0 to 4, then the rest.
    var restoreOrder: Int { get }

    /// On a bare machine, whether this is restored before any server runs.
    var comesFirst: Bool { get }

    /// A program that reads a dump on its standard input to the end, as the server would.
    func dumpReader(_ site: Site) async -> Invocation?

    /// Whether there is nothing to make a safety copy of, though its server answers.
    func isAbsent(_ site: Site) async -> Bool

    /// The folder whose mailboxes can be restored one by one.
    var mailboxes: String? { get }

    /// What a restore that was given up left by this step, and what a person does about it; nil for nothing.
    func leftBehind(_ entry: Journal.Entry) -> Text?

    /// What a database's files hold, counted by reading them; nil for what is none, and where it cannot be counted.
    func holding(of files: [RestoreFile], _ site: Site) async throws -> DataHolding?

    /// The same entry by entry, to be held against another backup of it; nil where that cannot be told.
    func contents(of files: [RestoreFile], _ source: Source, _ site: Site) async throws -> Contents?

    /// What its server counts of the changes of each entry; empty where it counts none.
    func changeMarks(_ site: Site) async -> [[UInt8]: String]

    /// Those of these entries that are no longer as they were at that time.
    func changed(_ names: [[UInt8]], since before: StandBefore, _ source: Source, _ site: Site) async -> Set<[UInt8]>

    /// Those of these entries that the recipe leaves out.
    func leftOut(_ names: [[UInt8]], _ source: Source, _ site: Site) -> Set<[UInt8]>

    /// The entry's name as people may read it.
    func shown(_ name: [UInt8]) -> String

    /// The same of those tables or keys whose names are wanted.
    func holding(
        of files: [RestoreFile], named isWanted: @escaping @Sendable (String) -> Bool, _ site: Site
    ) async throws -> DataHolding?

    /// Patterns of the tables whose rows are not saved.
    var excludedData: [String] { get }

    /// The commands that restore its files with plain tools; `content` gives the one that writes a part's content.
    func byHand(_ content: (Part) -> String) -> [String]

    // MARK: Its server

    /// Where its programs run; nil where it is files.
    var location: Place? { get }

    /// What its server is called where it runs on this machine; nil where it has none.
    var serverNames: [String]? { get }

    /// Throws the `Failure` of a server that does not answer.
    func ask(_ site: Site) async throws

    // MARK: Recipe and settings

    /// What the guide's options call all of its kind, as in `--no-redis` and `BACKUP_REDIS`; nil where its name alone
    /// says it.
    var option: String? { get }

    /// Whether it is the platform's configuration.
    var isConfiguration: Bool { get }

    /// What takes its passwords.
    var secrets: [Secret] { get }

    /// What is wrong with the words of the recipe.
    func findings(of name: String) -> [Failure]

    // MARK: The room, whether a recipe has a source of it or not

    /// What reads a file of this part to its end, as what it is; nil where it is not of this room, or any content will do.
    static func reader(of part: Part) -> [any Filter]?

    /// The variables by which its tools take passwords.
    static var toolSecrets: [String] { get }

    /// What its servers are called as processes, which work in the folder of their data.
    static var serverPrograms: [String] { get }

    /// The settings that say where its server is and who asks.
    static var variables: [ServerVariable] { get }

    /// The variables of its tools that say the same.
    static var toolVariables: [String] { get }
}

extension ComponentKind {
    package func subject(_ site: Site) async -> String? { nil }
    package var paths: [String] { [] }
    package var followsStack: Bool { false }
    package func adding(_ paths: [String]) -> Self { self }
    package var canBeIncrement: Bool { false }
    package var isIncremental: Bool { false }
    package var showsUnchanged: Bool { !canBeIncrement }
    package var databaseName: Setting? { nil }
    package func secondName(_ name: String) -> String? { nil }
    package var certificates: [String] { [] }
    package var holdsPrivateNames: Bool { false }
    package var savesCluster: Bool { false }
    package func held(_ request: CaptureRequest) async -> HeldLog? { nil }
    package func tools(_ site: Site) async throws -> [NeededTool] { [] }
    package var clientPackage: String? { nil }
    package func strangeSlots(_ request: CaptureRequest) async -> [StrangeSlot] { [] }
    package var isKeptElsewhere: Bool { false }
    package func keptElsewhere(_ site: Site) async throws -> KeptElsewhere? { nil }
    package func lostElsewhere(_ file: RestoreFile, _ site: Site) async throws -> Failure? { nil }
    package var comesBeside: Bool { false }
    package var restoreOrder: Int { 6 }
    package var comesFirst: Bool { false }
    package func dumpReader(_ site: Site) async -> Invocation? { nil }
    package func isAbsent(_ site: Site) async -> Bool { false }
    package var mailboxes: String? { nil }
    package func leftBehind(_ entry: Journal.Entry) -> Text? { nil }
    package func holding(of files: [RestoreFile], _ site: Site) async throws -> DataHolding? { nil }
    package var excludedData: [String] { [] }

    /// Of tables, those that are called so with their schema or without.
    package func holding(
        of files: [RestoreFile], named isWanted: @escaping @Sendable (String) -> Bool, _ site: Site
    ) async throws -> DataHolding? {
        guard let all = try await holding(of: files, site) else { return nil }
        return DataHolding(
            all.unit, all.parts.filter { isWanted($0.name) || isWanted(TablePatterns.withoutSchema($0.name)) })
    }

    package var location: Place? { nil }
    package var serverNames: [String]? { nil }
    package func ask(_ site: Site) async throws {}
    package var option: String? { nil }
    package var isConfiguration: Bool { false }
    package var secrets: [Secret] { [] }
    package func findings(of name: String) -> [Failure] { [] }
    package static func reader(of part: Part) -> [any Filter]? { nil }
    package static var toolSecrets: [String] { [] }
    package static var serverPrograms: [String] { [] }
    package static var variables: [ServerVariable] { [] }
    package static var toolVariables: [String] { [] }

    /// Of words that must not be empty.
    func missing(_ name: String, _ parts: (String, isEmpty: Bool)...) -> [Failure] {
        parts.filter(\.isEmpty).map { .empty(name, $0.0) }
    }
}

/// What a program of the site's own keeps of a component.
package struct KeptElsewhere: Sendable {
    /// From when to when, in words that follow the component's name.
    package let text: Text
    package let newest: LocalTime
    /// What makes a newer one, as a person types it.
    package let command: String
}

/// What a component is saved with.
package struct CaptureRequest: Sendable {
    let source: Source
    let site: Site
    let backupRoot: FilePath
    /// The paths of the recipe's other sources.
    let otherPaths: [String]
    /// Nil where nothing is kept for increments, as in a safety copy.
    var isIncremental: Bool?
    /// A copy of what is there, of which the recipe leaves nothing out.
    var isSafetyCopy = false
    /// Whether an increment looks at all that it could believe unchanged.
    var looksAtAll = false
    /// Whether a setting may be set that a server lacks for increments.
    var maySet = false

    package init(
        source: Source, site: Site, backupRoot: FilePath, otherPaths: [String], isIncremental: Bool? = nil,
        isSafetyCopy: Bool = false, looksAtAll: Bool = false, maySet: Bool = false
    ) {
        (self.source, self.site, self.backupRoot, self.otherPaths) = (source, site, backupRoot, otherPaths)
        (self.isIncremental, self.isSafetyCopy) = (isIncremental, isSafetyCopy)
        (self.looksAtAll, self.maySet) = (looksAtAll, maySet)
    }

    /// What is never saved with it.
    var elsewhere: [FilePath] { [backupRoot] + otherPaths.map { site.root.pushing(FilePath($0)) } }
}

/// What a component is restored with.
package struct LoadRequest: Sendable {
    let source: Source
    let site: Site
    let services: Services
    /// Where decompressed dumps lie while the restore lasts.
    let scratch: FilePath
    /// What is never restored with it.
    let elsewhere: [FilePath]
    /// Names what lies beside the live data.
    let stamp: String
    /// Whether `.env` and the passwords of roles give way (`--force`).
    let isForced: Bool
    /// Whether services go on writing (`--no-stop`).
    let servicesRun: Bool
    /// The folder of the safety copy.
    let safetyCopy: FilePath
    let decrypt: Decrypt?
    /// The one part of a tree that is restored; nil for all.
    let view: (any TreeView)?
    /// A variable of the `.env` on the other side of the exchange.
    let otherVariable: @Sendable (String) -> String?

    package init(
        source: Source, site: Site, services: Services, scratch: FilePath, elsewhere: [FilePath], stamp: String,
        isForced: Bool, servicesRun: Bool, safetyCopy: FilePath, decrypt: Decrypt?, view: (any TreeView)?,
        otherVariable: @escaping @Sendable (String) -> String?
    ) {
        (self.source, self.site, self.services, self.scratch) = (source, site, services, scratch)
        (self.elsewhere, self.stamp, self.isForced, self.servicesRun) = (elsewhere, stamp, isForced, servicesRun)
        (self.safetyCopy, self.decrypt, self.view, self.otherVariable) = (
            safetyCopy, decrypt, view, otherVariable
        )
    }
}
