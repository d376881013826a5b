import GardeCore
import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

/// What tells components apart, from each other and from the engine's own.
@Suite struct ComponentIDTests {
    @Test(arguments: ["", "manifest", "_x", "-x", ".restore", "a/b", "a b", "Mail", "é", "a.b", "a\n"])
    func `nothing is called so`(name: String) {
        #expect(Component.ID(name) == nil)
    }

    @Test func `a component called like a step of the engine is another owner in the journal`() throws {
        let scratch = Scratch()
        let journal = try Journal.begin(in: scratch.path)
        try journal.record(.restore, "of", "site")
        try journal.record(.services, "stopped", "compose:api")
        for name in ["restore", "services"] as [Component.ID] { try journal.record(name, "stage", "x") }
        let read = try #require(try Journal.unfinished(in: scratch.path))
        #expect(read.entries.map(\.owner) == [.restore, .services, .component("restore"), .component("services")])
        #expect(read.entries == journal.entries)
    }

    @Test func `an owner that this release does not know is nobody's, and stays in the journal`() throws {
        let scratch = Scratch()
        _ = try scratch.write(".restore-journal", ".restore\tof\tsite\n.other\tstep\tx\n")
        let read = try #require(try Journal.unfinished(in: scratch.path))
        #expect(read.entries.last?.owner == .unknown(".other") && read.entries.last?.owner.component == nil)
    }

    @Test func `a manifest that names what no component can be called is read without it`() throws {
        let foreign = """
            {"backup": {"id": "20240315_020000", "type": "full", "date": "2024-03-15T02:00:00+01:00",
            "duration_seconds": 1, "size_bytes": 1, "encrypted": false, "errors": 0},
            "components": {"mail": true, "Base de données": true},
            "system": {"hostname": "h", "os": "o"}, "application": {"version": "1", "commit": "c"}}
            """
        let manifest = try #require(Manifest(Array(foreign.utf8)))
        #expect(manifest.components == ["mail": true])
    }
}
