import GardeComponents
import GardeCore
import GardeIO
import GardeWords
import SystemPackage

/// What a person types on a machine that has nothing but a disk of the backups, with the program in `garde/` there.
struct BareMachine: Sendable {
    /// Where the commands have the disk.
    private static let disk: FilePath = "/mnt"

    let recipe: String
    let root: FilePath
    let sources: [Source]
    let isEncrypted: Bool
    /// URLs of the places that copies go to.
    let copies: [String]
    let typed: TypedCommand

    /// In the order that they are typed in.
    var commands: [String] {
        let (folder, program) = (Self.disk.appending(ProgramCopy.folder), shellWord(programPath().string))
        let decrypt = isEncrypted ? "--decrypt " : ""
        return [
            "apt install \(packages.joined(separator: " "))",
            "cd \(folder) && sha256sum -c \(recipe).sha256 && install -D -m 755 \(recipe) \(program)",
        ] + (isEncrypted ? ["gpg --import backup-private.key"] : []) + [
            typed.line("restore \(decrypt)\(Self.disk)/latest")
        ]
    }

    /// The same for a copy, where there is no disk.
    var fromCopies: [String] {
        copies.map { url in
            typed.line("restore \(isEncrypted ? "--decrypt " : "")\(url)\(url.hasSuffix(":") ? "" : "/")latest")
        }
    }

    /// The tools of every platform, then the clients of the platform's servers.
    private var packages: [String] {
        let stack = ["compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"]
        let usesCompose = stack.contains { (try? root.appending($0).stat()) != nil }
        let clients = usesCompose ? ["docker.io", "docker-compose"] : sources.compactMap(\.kind.clientPackage)
        return ["gnupg", "openssl", "curl"] + Set(clients).sorted()
    }
}
