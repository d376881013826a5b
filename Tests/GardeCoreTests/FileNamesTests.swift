import GardeCore
import GardeTestSupport
import Testing

/// Names of files tell which component they are of.
@Suite struct FileNamesTests {
    private let components: [Component.ID] = [
        "postgresql", "postgres", "site", "site_aof", "site_roles", "restore", "services", "config",
    ]

    @Test(arguments: [FileNames.safety, .backup(id: "20240315_020000")])
    func `no two components share a file's name`(names: FileNames) {
        var owners: [String: Component.ID] = [:]
        for component in components {
            for part in [Part.dump, .rdb, .tar, .data] {
                let name = names.name(component, part)
                #expect(owners[name] == nil, "\(name) is of \(owners[name]?.name ?? "") and \(component)")
                owners[name] = component
            }
        }
    }

    @Test(arguments: [FileNames.safety, .backup(id: "20240315_020000")])
    func `what a component's file carries is known by the component`(names: FileNames) {
        for component in components {
            for part in Part.ofGuide + [Part(ending: ".sql"), Part(infix: "_accounts", ending: ".sql")] {
                for isEncrypted in [false, true] {
                    let name = names.name(component, part, isEncrypted: isEncrypted)
                    #expect(names.part(of: name, in: component) == part, "\(name)")
                }
            }
        }
        #expect(names.part(of: "../etc/passwd", in: "site") == nil)
        #expect(names.part(of: names.name("site", .tar) + "/../x", in: "site") == nil)
    }

    @Test func `a safety copy without a manifest is read by the guide's names`() {
        let names = ["postgres_safety.dump.gz", "postgres.component_safety.dump.gz.gpg", ".env.safety"]
        #expect(names.map { FileNames.safety.read($0)?.component } == ["postgresql", "postgres", "config"])
    }
}
