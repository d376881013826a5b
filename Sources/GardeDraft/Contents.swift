import GardeIO
import SystemPackage

/// What lies in a folder, as far as the beginnings of files tell.
struct Contents {
    /// Databases of SQLite.
    private(set) var databases: [FilePath] = []
    private(set) var holdsMaildirs = false
    /// Where servers keep what they have open: PostgreSQL, InnoDB, MongoDB.
    private(set) var servers: [(folder: FilePath, product: String)] = []
    /// Files with a certificate, in PEM.
    private(set) var certificates = 0
    private var files = 0
    private var pems = 0
    /// A folder that may not be read.
    private(set) var closed: FilePath?
    /// More than anybody waits for: the rest was not looked at.
    private(set) var isCut = false

    private static let marks = [
        ("PG_VERSION", "PostgreSQL"), ("ibdata1", "MariaDB / MySQL"), ("WiredTiger", "MongoDB"),
    ]

    /// More entries than this are not looked at.
    private static let most = 50_000
    private var seen = 0

    init(_ path: FilePath, besides: [FilePath] = []) {
        if (try? path.stat().type) == .regular { look(at: path) } else { walk(path, 0, besides) }
        databases.sort { $0.string < $1.string }
    }

    /// Whether certificates are what the folder is for.
    func isForCertificates(_ names: String...) -> Bool {
        let isNamed = names.contains { name in
            ["cert", "ssl", "tls", "letsencrypt", "acme"].contains(where: name.lowercased().contains)
        }
        return certificates > 0 && (isNamed || pems * 2 >= files)
    }

    private mutating func walk(_ folder: FilePath, _ depth: Int, _ besides: [FilePath]) {
        guard depth < 8, !isCut else { return }
        let entries: [FolderEntry]
        do { entries = try Folder.open(folder).entries() } catch {
            closed = closed ?? folder
            return
        }
        let names = Set(entries.filter { $0.kind == .folder }.map { String(decoding: $0.name, as: UTF8.self) })
        let files = Set(entries.filter { $0.kind == .file }.map { String(decoding: $0.name, as: UTF8.self) })
        if let (_, product) = Self.marks.first(where: { files.contains($0.0) }) {
            return servers.append((folder, product))
        }
        let isMaildir = names.contains("cur") && names.contains("new")
        holdsMaildirs = holdsMaildirs || isMaildir
        for entry in entries {
            seen += 1
            guard seen <= Self.most else { return isCut = true }
            let name = String(decoding: entry.name, as: UTF8.self)
            let path = folder.appending(name)
            if besides.contains(path) || isMaildir && ["cur", "new", "tmp"].contains(name) { continue }
            switch entry.kind {
            case .folder: walk(path, depth + 1, besides)
            case .file: look(at: path)
            default: break
            }
        }
    }

    private mutating func look(at path: FilePath) {
        files += 1
        guard let file = try? FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .nonBlocking]),
            let bytes = try? file.thenClose({ try file.read(upTo: 32) })
        else { return }
        let start = String(decoding: bytes, as: UTF8.self)
        if start.hasPrefix("SQLite format 3\0") { databases.append(path) }
        guard start.hasPrefix("-----BEGIN ") else { return }
        pems += 1
        if start.hasPrefix("-----BEGIN CERTIFICATE-") || start.hasPrefix("-----BEGIN TRUSTED CERT") {
            certificates += 1
        }
    }
}
