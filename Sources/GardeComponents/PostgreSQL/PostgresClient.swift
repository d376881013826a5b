import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// PostgreSQL's own tools of one major version.
package struct PostgresClient: Sendable, Hashable {
    /// Nil where PATH finds them: in the server's container.
    let folder: FilePath?
    let major: Int

    package func path(_ program: String) -> String { folder?.appending(program).string ?? program }

    /// The newest on this machine; throws when there is none.
    package static func newest() async throws -> PostgresClient {
        guard let newest = await installed.value.last else { throw await Failure.postgresClientMissing(nil) }
        return newest
    }

    /// Those of the server's major, else the next newer: an older one would refuse, or dump nothing.
    static func forServer(major: Int) async throws -> PostgresClient {
        guard let fitting = await installed.value.first(where: { $0.major >= major }) else {
            throw await Failure.postgresClientMissing(major)
        }
        return fitting
    }

    /// The folder of the server's own programs of this very major; first looked for in `likely`.
    static func server(major: Int, _ likely: FilePath?) async -> FilePath? {
        let path = onPath(processEnvironment()["PATH"] ?? "")
        for folder in [likely].compactMap(\.self) + packaged() + path {
            guard ["postgres", "pg_controldata"].allSatisfy({ isExecutable(folder.appending($0)) }) else { continue }
            let version = Reach.here.invocation(folder.appending("postgres").string, ["--version"])
            let word = try? await version.capture().output.split(separator: " ").first { $0.first?.isNumber == true }
            if word.flatMap({ Int($0.prefix(while: \.isNumber)) }) == major { return folder }
        }
        return nil
    }

    // MARK: What is installed

    /// Oldest first, one of each major; looked for once in a process.
    private static let installed = Task {
        await found(in: packaged() + onPath(processEnvironment()["PATH"] ?? ""))
    }

    /// Oldest first, one of each major: the first of these folders that has it.
    static func found(in folders: [FilePath]) async -> [PostgresClient] {
        var known: [Int: PostgresClient] = [:]
        for folder in folders where ["pg_dump", "psql"].allSatisfy({ isExecutable(folder.appending($0)) }) {
            guard let major = await major(of: folder), known[major] == nil else { continue }
            known[major] = PostgresClient(folder: folder, major: major)
        }
        return known.values.sorted { $0.major < $1.major }
    }

    /// As Debian and the PostgreSQL project lay them out, each major in a folder of its own.
    private static func packaged() -> [FilePath] {
        let debian = numbered("/usr/lib/postgresql", after: "")
        return debian + numbered("/usr", after: "pgsql-")
    }

    private static func numbered(_ base: FilePath, after prefix: String) -> [FilePath] {
        let names = (try? Folder.open(base).entries().map { String(decoding: $0.name, as: UTF8.self) }) ?? []
        let majors = names.filter { $0.hasPrefix(prefix) }.compactMap { Int($0.dropFirst(prefix.count)) }
        return majors.sorted().map { base.appending("\(prefix)\($0)").appending("bin") }
    }

    private static func onPath(_ path: String) -> [FilePath] { path.split(separator: ":").map { FilePath(String($0)) } }

    /// The folder's name says it, else `pg_dump (PostgreSQL) 15.18` does; nil too of Debian's way from any folder into one
    /// of those, which is slow.
    private static func major(of folder: FilePath) async -> Int? {
        if folder.starts(with: "/usr/lib/postgresql") {
            return folder.removingLastComponent().lastComponent.flatMap { Int($0.string) }
        }
        let dump = folder.appending("pg_dump")
        guard realPath(dump).lastComponent?.string != "pg_wrapper" else { return nil }
        let version = Reach.here.invocation(dump.string, ["--version"])
        let word = try? await version.capture().output.split(separator: " ").first { $0.first?.isNumber == true }
        return word.flatMap { Int($0.prefix(while: \.isNumber)) }
    }
}

/// Where the tools of a major can be had on this machine.
package enum PostgresPackage {
    /// What an administrator types to install the client of this major, or of any.
    static func command(_ major: Int?) async -> String {
        await command(major, "postgresql-client" + (major.map { "-\($0)" } ?? ""))
    }

    /// The same of another of its packages, as Debian calls it.
    static func command(_ major: Int?, _ name: String) async -> String {
        let asked = try? await Reach.here.invocation("apt-cache", ["policy", name]).capture(timeout: .seconds(20))
        guard let asked else { return elsewhere(major, name) }
        return command(name, isKnown: major == nil || isOffered(asked.output))
    }

    /// The PostgreSQL project has every major; `postgresql-common` of Debian and Ubuntu brings what adds its archive.
    package static func command(_ name: String, isKnown: Bool) -> String {
        guard !isKnown else { return "apt install \(name)" }
        return "apt install postgresql-common && /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y"
            + " && apt install \(name)"
    }

    /// Whether `apt-cache policy` has something to install.
    package static func isOffered(_ policy: String) -> Bool {
        policy.split(separator: "\n").contains { $0.contains("Candidate:") && !$0.contains("(none)") }
    }

    /// Without apt: Alpine, else what Red Hat's and its kin have from the PostgreSQL project.
    private static func elsewhere(_ major: Int?, _ name: String) -> String {
        let number = major.map(String.init) ?? ""
        let isServer = !name.hasPrefix("postgresql-client")
        if isExecutable("/sbin/apk") { return "apk add postgresql\(number)\(isServer ? "" : "-client")" }
        return "dnf install postgresql\(number)\(isServer ? "-server" : "")"
    }
}

extension Failure {
    static func postgresClientMissing(_ major: Int?) async -> Failure {
        let command = await PostgresPackage.command(major)
        let what = major.map {
            Text("postgres.client-missing", ["value": $0])
        }
        return Failure(
            "postgres.no-client",
            ["what": (what ?? Text("postgres.client-tools-missing")), "command": command])
    }
}
