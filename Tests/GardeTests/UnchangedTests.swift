import Garde
import GardeCore
import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

/// What did not change since the parent of an increment is named there, and not saved again.
@Suite struct UnchangedTests {
    private func scene() async throws -> RecipeScene {
        let scene = try RecipeScene { _ in
            files("website", "site")
            sqlite("data/app.db")
            command("ldap", dump: ["cat", "directory"], load: ["sh", "-c", "cat >directory"])
            config(".env")
        }
        try await scene.shell(
            """
            mkdir -p site/sub data; for i in 1 2 3; do echo $i >site/sub/$i; done; echo one >directory
            sqlite3 data/app.db "CREATE TABLE t(a); INSERT INTO t VALUES ('saved')"
            """)
        try #require(try await scene.backup().end == .done)
        return scene
    }

    private func ids(_ scene: RecipeScene) async throws -> [String] { try await scene.names("20").sorted() }

    private func last(_ scene: RecipeScene) async throws -> Manifest {
        let id = try #require(try await ids(scene).last)
        return try #require(Manifest(in: scene.backups.appending(id)))
    }

    private func increment(_ scene: RecipeScene, _ more: [String] = []) async throws -> Manifest {
        let run = try await scene.run(["--type", "incremental"] + more)
        #expect(run.end == .done, "\(run)")
        return try await last(scene)
    }

    private let all: Set<Component.ID> = ["website", "app", "ldap", "config"]

    @Test func `an idle increment names the backup that has the files, also the next ones, and restores`() async throws
    {
        let scene = try await scene()
        for _ in 1...3 {
            let manifest = try await increment(scene)
            let first = try await ids(scene)[0]
            #expect(manifest.pointers == all && manifest.files == [] && manifest.backup.type == "incremental")
            #expect(manifest.increments.values.allSatisfy { $0?.parent == first && $0?.base == first })
        }
        let verified = try await scene.verify()
        #expect(verified.end == .done, "\(verified)")
        try await scene.shell("rm -r site data; echo two >directory; echo B=2 >.env")
        let run = try await scene.restore("--yes", "--force", "latest")
        #expect(run.end == .done, "\(run)")
        #expect(
            try await scene.shell("cat site/sub/* directory .env; sqlite3 data/app.db 'SELECT a FROM t'")
                == "1\n2\n3\none\nA=1\nsaved\n")
        #expect(try await scene.names(".website-content-").count == 1)
    }

    @Test(arguments: [
        ("chmod 600 site/sub/1", "website"), ("touch site/sub/2", "website"), ("rm site/sub/3", "website"),
        ("mv site/sub/1 site/sub/4", "website"), ("echo two >directory", "ldap"), ("echo A=2 >.env", "config"),
        ("setfattr -n user.a -v b site/sub/1", "website"), ("ln site/sub/1 site/one", "website"),
        ("sqlite3 data/app.db \"INSERT INTO t VALUES ('more')\"", "app"), ("chmod 600 data/app.db", "app"),
    ])
    func `what changed is saved whole`(change: String, component: Component.ID) async throws {
        let scene = try await scene()
        try await scene.shell(change)
        let manifest = try await increment(scene)
        #expect(manifest.pointers == all.subtracting([component]), "\(manifest.pointers)")
        #expect(manifest.holdsSome(of: component) && manifest.lineage(of: component) == nil)
        #expect(try await increment(scene).lineage(of: component)?.parent == manifest.backup.id)
    }

    @Test func `a full run saves everything, and is what the next one points to`() async throws {
        let scene = try await scene()
        _ = try await increment(scene)
        #expect(try await scene.backup().end == .done)
        let full = try await last(scene)
        #expect(full.pointers.isEmpty && full.increments.isEmpty && full.backup.type == "full")
        #expect(try await increment(scene).lineage(of: "website")?.parent == full.backup.id)
    }

    @Test func `without the files that it points to nothing is restored, and the next run saves everything`()
        async throws
    {
        let scene = try await scene()
        _ = try await increment(scene)
        let ids = try await ids(scene)
        try await scene.shell("mv \(scene.backups)/\(ids[0]) \(scene.backups)/../gone")
        let run = try await scene.restore("--yes", ids[1])
        #expect(run.end == .failed || run.end == nil, "\(run)")
        #expect(run.said.contains(ids[0]), "\(run)")
        #expect(try await scene.shell("cat directory") == "one\n")
        #expect(try await scene.verify().end != .done)
        #expect(try await increment(scene).pointers.isEmpty)
    }

    @Test func `a damaged, cut or foreign backup is not pointed to`() async throws {
        let scene = try await scene()
        let id = try await ids(scene)[0]
        try await scene.shell("printf x >>\(scene.backups)/\(id)/website_\(id).tar.gz")
        #expect(try await increment(scene).pointers == all.subtracting(["website"]))
        try await scene.shell("for i in \(scene.backups)/.ldap-content-*; do echo junk >$i; done")
        #expect(try await increment(scene).pointers == all.subtracting(["ldap"]))
    }

    @Test func `what a person may read no more is saved again for the keys of today`() async throws {
        let scene = try await scene()
        let keys = try ThrowawayKeys()
        try await keys.make("a@example.com")
        try await Invocation.$surroundings.withValue(keys.variables) {
            let sealed = ["--encrypt", "--gpg-recipient", "a@example.com"]
            let manifest = try await increment(scene, sealed)
            #expect(manifest.pointers.isEmpty && manifest.backup.encrypted)
            #expect(try await increment(scene, sealed).pointers == all)
            try await scene.shell("echo two >directory")
            let refused = try await scene.restore("--yes", "latest")
            #expect(refused.end == nil && refused.said.contains("encrypted"), "\(refused)")
            let run = try await scene.restore("--yes", "--decrypt", "latest")
            #expect(run.end == .done, "\(run)")
            #expect(try await scene.shell("cat directory") == "one\n")
        }
        #expect(try await increment(scene).pointers.isEmpty)
    }
}

extension Manifest {
    fileprivate func holdsSome(of component: Component.ID) -> Bool {
        files?.contains { $0.component == component } == true
    }
}
