public import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// A database of SQLite, which is a file of the platform.
package struct SQLite: Sendable, Hashable {
    /// Relative to the platform's root, or absolute.
    let path: String
}

/// A database of SQLite, saved whole while it is written to, under the name of its file: `data/app.db` is `app`.
public func sqlite(_ path: String, suspectBelow: Double = 0.5, usedBy services: String...) -> Word {
    let kind = SQLite(path: path)
    return Source.word(kind.usualName, kind: kind, usedBy: services, suspectBelow: suspectBelow)
}

/// A database of SQLite under a name of its own.
public func sqlite(_ name: String, _ path: String, suspectBelow: Double = 0.5, usedBy services: String...) -> Word {
    Source.word(name, kind: SQLite(path: path), usedBy: services, suspectBelow: suspectBelow)
}

extension SQLite: TreeKind {
    /// What SQLite writes beside a database and reads with it.
    static let companions = ["-wal", "-shm", "-journal"]

    /// With what lies beside it, so that no other source saves or restores that without the database.
    package var paths: [String] { [path] + beside }

    private var beside: [String] { path.isPlainPath ? Self.companions.map { path + $0 } : [] }

    package func capture(_ request: CaptureRequest) -> any Capture {
        var tree = treeCapture(.files, request)
        tree.optional = Set(beside)
        let workshop = ".\(request.source.id)-copy-\(request.site.identity.mark)"
        return SQLiteCapture(
            id: request.source.id, file: file(request.site), site: request.site,
            workshop: request.backupRoot.appending(workshop), asItIs: tree)
    }

    package func restorer(_ request: LoadRequest) -> any Load {
        var tree = TreeLoad(
            request.source, at: request.site, elsewhere: request.elsewhere, stamp: request.stamp,
            servicesRun: request.servicesRun)
        tree.clears = true
        return SQLiteLoad(
            id: request.source.id, file: file(request.site), site: request.site, tree: tree,
            isForced: request.isForced, servicesRun: request.servicesRun)
    }

    private func file(_ site: Site) -> SQLiteFile {
        SQLiteFile(path: site.root.pushing(FilePath(path)).lexicallyNormalized())
    }

    package var restoreOrder: Int { 5 }
    package var comesBeside: Bool { true }
    package var comesFirst: Bool { true }

    package func byHand(_ content: (Part) -> String) -> [String] {
        let place = path.hasPrefix("/") ? path : "FOLDER/\(path)"
        return [
            "\(content(.tar)) | tar --acls --xattrs --numeric-owner -xp -C \(path.hasPrefix("/") ? "/" : "FOLDER")",
            "rm -f " + Self.companions.map { shellWord(place + $0) }.joined(separator: " "),
        ]
    }

    /// The file's name without its ending, in what names of components are made of.
    var usualName: String {
        let stem = FilePath(path).lastComponent?.stem.lowercased() ?? ""
        let name = stem.map { Component.ID("\($0)") != nil || "_-".contains($0) ? $0 : "-" }
        return String(name.drop { "_-".contains($0) })
    }
}
