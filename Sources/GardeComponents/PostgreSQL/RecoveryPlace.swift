import GardeCore
import GardeIO
import Glibc
package import SystemPackage

/// The folder of a server that is started aside, on the live server's side, and who that server runs as.
///
/// All that works on the folder works in it and says names from there: who the server runs as may have no right to the
/// folders above, and a socket's path has room for 107 bytes.
package struct RecoveryPlace: Sendable, Hashable {
    let reach: Reach
    package let folder: FilePath
    /// `user:group`, in numbers; nil: as we are.
    let user: String?

    /// The same folder for whoever works in it.
    static let here = "/proc/self/cwd"

    /// Here below `ground`, which is of this user alone; in a container below its /tmp.
    package init(_ reach: Reach, in ground: FilePath, user: String?) {
        (self.reach, self.user) = (reach, user)
        let name = ground.lastComponent?.string.drop { $0 == "." } ?? "restore"
        folder = reach == .here ? ground.appending("server") : FilePath("/tmp").appending("garde-\(name)")
    }

    /// A program that runs there as the server does.
    func invocation(
        _ program: String, _ arguments: [String], environment: [String: String] = [:], inFolder: Bool = true
    ) -> Invocation {
        reach.invocation(program, arguments, environment: environment, as: user, in: inFolder ? folder : nil)
    }

    /// One of PostgreSQL's clients: here as we are, who may read the folder too.
    func client(_ program: String, _ arguments: [String], environment: [String: String]) -> Invocation {
        guard reach == .here else { return invocation(program, arguments, environment: environment) }
        return Invocation(program, arguments, environment: environment, in: folder)
    }

    // MARK: The folder

    func exists() async throws -> Bool {
        guard reach != .here else { return (try? folder.stat()) != nil }
        let answer = try await invocation("test", ["-d", folder.string], inFolder: false).capture()
        // What the engine refuses is no answer.
        if answer.ending == .exited(1), answer.said.isEmpty { return false }
        _ = try answer.whenSuccessful()
        return true
    }

    /// Of mode 0700, the server's own.
    func create() async throws {
        guard reach == .here else {
            let make = invocation("mkdir", ["-m", "700", folder.string], inFolder: false)
            return _ = try await make.capture().whenSuccessful()
        }
        try Durable.createFolder(folder)
        guard let user else { return }
        let ids = user.split(separator: ":").compactMap { uid_t($0) }
        try naming(folder) {
            guard ids.count == 2, chown(folder.string, ids[0], ids[1]) == 0 else { throw Errno(rawValue: errno) }
        }
    }

    /// Only when no server works in it.
    func remove() async throws {
        guard reach == .here else {
            let remove = invocation("rm", ["-rf", "--", folder.string], inFolder: false)
            return _ = try await remove.capture(timeout: .seconds(600)).whenSuccessful()
        }
        try Durable.removeTree(folder)
    }

    /// What `tar` makes of an archive, over what is there.
    func unpack(_ source: [any Filter], hear: @escaping @Sendable (String) -> Void) async throws {
        try await pipeline(source + [Child(invocation("tar", ["-x", "-f", "-"]), hear: hear)])
    }

    /// Of mode 0600.
    func write(_ name: String, _ text: String) async throws {
        let write = invocation("dd", ["of=\(name)", "bs=1048576"])
        try await pipeline([MemorySource(text), Child(write)])
        _ = try await invocation("chmod", ["600", name]).capture().whenSuccessful()
    }

    /// The text of a small file, nil where it is not.
    func text(_ name: String) async throws -> String? {
        let answer = try await invocation("cat", [name]).capture()
        return answer.ending.isSuccess ? answer.output : nil
    }

    // MARK: The server in it

    /// The number, on its side, of the server that works in the folder.
    ///
    /// The number in its file may be another process's by now: who works elsewhere is not ours.
    package func server() async throws -> Int? {
        guard let text = try await text("postmaster.pid"), let line = text.split(separator: "\n").first,
            let number = Int(line), number > 1
        else { return nil }
        // The link says all of it; with -f the folders above would be asked, who may be closed.
        let answer = try await invocation("readlink", ["/proc/\(number)/cwd"]).capture()
        let own = reach == .here ? realPath(folder).string : folder.string
        guard answer.ending.isSuccess, answer.output == "\(own)\n" else { return nil }
        return number
    }

    /// Ends the server without a word to its clients, and waits for that; nobody there is no error.
    func endServer(_ programs: FilePath?) async throws {
        for round in 0..<300 {
            guard let number = try await server() else { return }
            if round % 100 == 0 { try await signal(number, isLast: round >= 200, programs) }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw Errno.resourceBusy
    }

    private func signal(_ number: Int, isLast: Bool, _ programs: FilePath?) async throws {
        if reach == .here { return _ = kill(pid_t(number), isLast ? SIGKILL : SIGQUIT) }
        // Not every image has kill(1).
        let tool = programs?.appending("pg_ctl").string ?? "pg_ctl"
        _ = try await invocation(tool, ["kill", isLast ? "KILL" : "QUIT", "\(number)"]).capture()
    }
}

extension Reach {
    /// A program that runs as `user`, in numbers, `user:group`, or as we are.
    func invocation(
        _ program: String, _ arguments: [String], environment: [String: String], as user: String?, in folder: FilePath?
    ) -> Invocation {
        switch self {
        case .here:
            guard let user else { return Invocation(program, arguments, environment: environment, in: folder) }
            let ids = user.split(separator: ":")
            let words = ["--reuid=\(ids[0])", "--regid=\(ids[ids.count - 1])", "--clear-groups", "--", program]
            return Invocation("setpriv", words + arguments, environment: environment, in: folder)
        case .container(let container):
            let who = user.map { ["-u", $0] } ?? []
            let place = folder.map { ["-w", $0.string] } ?? []
            let names = environment.keys.sorted().flatMap { ["-e", $0] }
            return Invocation(
                "docker", ["exec", "-i"] + who + place + names + [container.id, program] + arguments,
                environment: environment)
        }
    }
}
