import Garde
import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// A platform of its own to save and to restore, with what a shell may do to it.
struct TreeGround {
    let scratch = Scratch()
    let site: Site
    let console: Console
    let journal: Journal

    init() throws {
        let scratch = scratch
        let screens = try ["out", "err"].map { name in
            Screen(
                try FileDescriptor.open(scratch.write(name, ""), .writeOnly, options: .append), isTerminal: false,
                hasColour: false)
        }
        console = Console(.english, Console.Manner(), out: screens[0], err: screens[1]) { "noon" }
        try scratch.write("root/.env", "KEEP=1\nSECRET=here\n")
        try scratch.write("backups/.keep", "")
        site = Site(
            root: scratch("root"), usesCompose: false, compose: nil, console: console, variable: { _ in nil },
            savedDatabases: [], session: "test")
        // Beside the backups, a run would refuse to save what is being restored.
        try scratch.write("restore/.keep", "")
        journal = try Journal.begin(in: scratch("restore"))
    }

    var root: FilePath { scratch("root") }
    var said: String { String(decoding: (try? scratch("err").read()) ?? [], as: UTF8.self) }

    @discardableResult
    func shell(_ script: String) async throws -> String {
        let result = try await run("sh", ["-ec", "cd \"$1\"; umask 022; \(script)", "sh", root.string])
        try #require(result.status == 0, "\(script): \(result.error)")
        return result.output
    }

    /// Every entry below `folder` of the platform, all that belongs to it; inodes too, where the same files are expected.
    func list(_ folder: String = ".", inodes: Bool = false) async throws -> String {
        try await shell(
            """
            cd '\(folder)'; find . -printf '%p %y %m %U %G %T@ %n %l \(inodes ? "%i" : "")\\n' | sort
            find . -type f -printf '%p %s\\n' | sort; getfacl -Rnp . 2>/dev/null
            getfattr -Rhd -m '^user' . 2>/dev/null | sort; find . -type f -print0 | sort -z | xargs -0r sha256sum
            """)
    }

    // MARK: Saving and restoring

    /// Saves by the engine of every backup; gives the component's files.
    func save(_ words: [Word], _ component: String) async throws -> RestoreFiles {
        let environment = ["BACKUP_ROOT": scratch("backups").string]
        let settings = Settings(
            arguments: Arguments([], program: "test"), environment: environment, recipe: Recipe(words),
            root: root.string)
        let plan = try await Plan(Recipe(words), settings, root: root, console: console)
        _ = try await Backup(plan, console).run()
        let found = try await shell(
            "ls -t ../backups/*/\(component)_*.tar.gz | head -1; ls -td ../backups/2*/ | head -1")
        return try await files(FilePath(String(found.split(separator: "\n")[0])))
    }

    func files(_ path: FilePath) async throws -> RestoreFiles {
        let absolute = root.pushing(path)
        let size = try await shell("case '\(path)' in *.gz) gzip -dc '\(path)';; *) cat '\(path)';; esac | wc -c")
        let bytes = try #require(Int(size.filter(\.isNumber)))
        return RestoreFiles(id: "test", files: [RestoreFile(path: absolute, part: .tar, contentBytes: bytes)])
    }

    func load(
        _ word: Word, elsewhere: [String] = [], replacesEnvironment: Bool = false, servicesRun: Bool = false
    ) throws -> TreeLoad {
        guard let source = word.value as? Source else { throw Errno.invalidArgument }
        let others = [scratch("backups")] + elsewhere.map { root.pushing(FilePath($0)) }
        return TreeLoad(
            source, at: site, elsewhere: others, stamp: "20240315_020000", replacesEnvironment: replacesEnvironment,
            servicesRun: servicesRun)
    }

    /// A whole restore; what was live is gone afterwards.
    func restore(_ load: TreeLoad, _ files: RestoreFiles) async throws {
        try await load.analyze(files)
        try await load.stage(files, journal)
        try await load.swap(journal)
        try await load.check(files)
        for entry in journal.entries { try await load.finish(entry) }
    }

    func undo(_ load: TreeLoad, _ entries: some Collection<Journal.Entry>) async throws {
        for entry in entries.reversed() { try await load.undo(entry) }
    }

    /// What a test throws as a `Failure`, in English.
    func refusal(_ work: () async throws -> Void) async -> String? {
        do { try await work() } catch { return Failure(describing: error).line(.english) }
        return nil
    }
}

/// Makes mailboxes and configuration with something of everything.
let richTree = """
    mkdir -p data/mail/d.example/anne/cur data/mail/d.example/anne/new data/mail/d.example/anne/tmp data/mail/empty
    mkdir -p config/nginx config/certificates/live data/backups
    for i in 1 2 3 4 5 6 7 8 9; do echo "message $i" > "data/mail/d.example/anne/cur/17$i.M1.host:2,S"; done
    echo new > data/mail/d.example/anne/new/1799.M1.host; echo list > data/mail/d.example/anne/dovecot-uidlist
    ln data/mail/d.example/anne/cur/171.M1.host:2,S data/mail/d.example/anne/cur/copy.M1.host:2,S
    head -c 3000000 /dev/urandom > data/mail/d.example/anne/cur/big.M1.host:2,
    echo 'server {}' > config/nginx/site.conf; ln -s nginx/site.conf config/link; mkfifo config/fifo
    echo 'services:' > docker-compose.yml
    printf -- '-----BEGIN PRIVATE KEY-----\\nx\\n' > config/certificates/live/privkey.pem
    chmod 600 config/certificates/live/privkey.pem; echo cert > config/certificates/live/cert.txt
    setfattr -n user.note -v hello config/nginx/site.conf; setfacl -m u:1234:r config/nginx/site.conf
    setfacl -d -m u:1234:rx config/nginx; chmod 2750 data/mail/d.example
    if [ "$(id -u)" = 0 ]; then chown -R 5000:5001 data/mail; chown 101:101 config/nginx/site.conf; fi
    find data/mail config docker-compose.yml -exec touch -hd '2003-04-05 06:07:08.123456789Z' {} +
    """
