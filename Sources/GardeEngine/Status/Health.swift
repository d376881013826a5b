package import GardeComponents
package import GardeCore
package import GardeWords
package import GardeIO
package import SystemPackage

/// What was seen of a site's backups at one moment.
package struct Health: Sendable {
    /// What is saved of one component.
    package struct Saved: Sendable {
        package let id: Component.ID
        /// The newest backup that can bring it back; nil when there is none.
        package let last: Manifest?
        /// What that one takes on the disk, with all that it builds on.
        package let bytes: Int
        /// How many backups that is; 0 when there is none.
        package let links: Int
        /// The newest span of time of which every moment can be brought back; nil where only backups can.
        package var window: ClosedRange<LocalTime>?
        /// What the server holds back for the next increment.
        package var held: HeldLog?

        package init(id: Component.ID, last: Manifest?, bytes: Int = 0, links: Int = 0) {
            (self.id, self.last, self.bytes, self.links) = (id, last, bytes, links)
        }

        /// The newest moment that can be brought back: the restore point of an increment by the write-ahead log, the start
        /// of anything else.
        package var moment: LocalTime? { last.flatMap { $0.logged(id)?.time ?? $0.start } }
    }

    package struct Room: Sendable {
        /// Bytes.
        package let free: Int
        package let total: Int
        /// What the next backup will take, by the last ones.
        package let expected: Int
    }

    /// Whose backups these are.
    package struct Place: Sendable {
        package let host: String
        package let root: FilePath
        package let backupRoot: FilePath
        private let variables: [String]

        /// `variables` are to be typed again, `NAME=VALUE`.
        package init(host: String, root: FilePath, backupRoot: FilePath, variables: [String] = []) {
            (self.host, self.root, self.backupRoot, self.variables) = (host, root, backupRoot, variables)
        }

        /// As a person types it.
        var typed: TypedCommand { TypedCommand(backupRoot: backupRoot, root: root, variables: variables) }

        func command(_ words: String) -> String { typed.line(words) }
    }

    /// Something that ends by itself: a certificate or a key.
    package struct Expiry: Sendable, Hashable {
        package let name: String
        /// Seconds since 1970.
        package let end: Int

        package init(name: String, end: Int) { (self.name, self.end) = (name, end) }
    }

    /// A place that copies go to.
    package struct Copies: Sendable {
        package let url: String
        /// The newest backup that is proven to be there; it may be gone from here.
        package let last: String?
        /// Those that wait to be sent.
        package let waiting: Int
        /// Every run copies to it; it is not one that some runs name by a flag.
        package let isSteady: Bool

        package init(url: String, last: String?, waiting: Int, isSteady: Bool = true) {
            (self.url, self.last, self.waiting, self.isSteady) = (url, last, waiting, isSteady)
        }

        package var start: LocalTime? { last.flatMap { LocalTime(id: $0) } }
    }

    package let recipe: String
    package let place: Place
    package let now: LocalTime
    package let objectives: Objectives
    package var components: [Saved] = []
    package var run: RunRecord?
    /// That run, or another one, is at work now.
    package var isRunning = false
    /// The places that a run of this platform sends copies to now, which others do not wait for.
    package var sendingTo: Set<String> = []
    /// Newest first.
    package var verified: [Verified] = []
    package var copies: [Copies] = []
    package var room: Room?
    package var restored: RestoreTime?
    /// Bytes that a restore of everything would bring back, decompressed, by the last whole backups.
    package var restorable = 0
    package var keys: [Expiry] = []
    package var certificates: [Expiry] = []
    /// What programs of the site's own keep, by the component's name.
    package var elsewhere: [(name: String, text: Text)] = []
    /// What other parts found, each with what to do.
    package var findings: [Failure] = []
    package var warnings: [Text] = []

    /// Of the newest moment that can be brought back; nil when there is none.
    package func age(_ component: Saved) -> Int? {
        component.moment.map { max(0, now.seconds - $0.seconds) }
    }

    /// Seconds that a restore of everything would take, by the last one; nil when there was none.
    package var expectedRestore: Int? { restored?.expected(for: restorable) }

    package func isFresh(_ component: Saved) -> Bool {
        age(component).map { $0 <= objectives.rpo.seconds } ?? false
    }
}
