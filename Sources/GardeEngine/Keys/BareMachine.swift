import GardeComponents
import GardeCore
import GardeIO
import GardeWords
import SystemPackage

/// What a person types on a machine that has nothing but a disk of the backups, with the program in `garde/` there.
struct BareMachine: Sendable {
    let recipe: String
    let root: FilePath
    let sources: [Source]
    let isEncrypted: Bool
    let usesCompose: Bool
    /// URLs of the places that copies go to.
    let copies: [String]
    let typed: TypedCommand

    /// BACKUP_ROOT where its disk is mounted at /mnt.
    private var shelf: FilePath {
        var below = realPath(nearestFolder(typed.backupRoot))
        guard below.removePrefix(mountPoint(of: typed.backupRoot)) else { return "/mnt" }
        return FilePath("/mnt").pushing(below)
    }

    var title: Text { Text("kit.on-bare") }

    /// In the order that they are typed in; `copy` is what the program is called in `garde/`.
    func commands(_ copy: String) -> [String] {
        let (folder, program) = (shellWord(shelf.appending(ProgramCopy.folder).string), shellWord(programPath().string))
        let decrypt = isEncrypted ? "--decrypt " : ""
        return [
            "apt update && apt install \(packages.joined(separator: " "))",
            // A program that is not in its platform looks for that, and finds none.
            "(cd \(folder) && sha256sum -c \(copy).sha256 && mkdir -p \(shellWord(root.lasting.string))"
                + " && install -D -m 755 \(copy) \(program))",
        ] + (isEncrypted ? ["gpg --import backup-private.key"] : []) + [
            typed.line("restore \(decrypt)\(shellWord(shelf.appending("latest").string))")
        ]
    }

    /// The same for a copy, where there is no disk.
    var fromCopies: [String] {
        copies.map { url in
            typed.line("restore \(isEncrypted ? "--decrypt " : "")\(url)\(url.hasSuffix(":") ? "" : "/")latest")
        }
    }

    /// The tools of every platform, then the clients of servers that run in no container, and what reaches the copies.
    private var packages: [String] {
        let clients = sources.filter { !$0.isInContainer(usesCompose) }.compactMap(\.kind.clientPackage)
        let far = copies.map { $0.hasPrefix("s3:") ? "awscli" : "rclone" }
        let engine = usesCompose ? ["docker.io", "docker-compose"] : []
        return ["gnupg", "openssl", "curl"] + Set(clients + far + engine).sorted()
    }
}
