import Garde
import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

/// What Docker Compose 2 itself says of a project's files, and what Garde reads in them, as lines that can be compared.
struct StackOracle {
    let compose: String
    let root: FilePath

    /// All that Garde says of them, with the environment of `inherited`.
    func read() -> Set<String> {
        let stack = Stack(root: root, environment: Self.environment)
        let mounts = stack.besides.filter { !$0.isBuilt }.map { beside in
            ["bind", beside.service, beside.path.string, beside.target ?? "", beside.isReadOnly ? "ro" : "rw"]
        }
        let volumes = stack.volumes.map { volume in
            ["volume", volume.service, volume.name ?? "shop_\(volume.key)", volume.target]
        }
        let builds = stack.besides.filter(\.isBuilt).map { ["build", $0.service, $0.path.string] }
        let externals = stack.externals.map { ["external", $0.kind.rawValue, $0.name] }
        let names = stack.services.map { ["service", $0.name] }
        return Set((names + mounts + volumes + builds + externals).map { Self.plain($0.joined(separator: " ")) })
    }

    /// Files of the project below its root that are there.
    func files() -> Set<String> {
        let stack = Stack(root: root, environment: Self.environment)
        return Set(stack.files.filter(isOurs).map(\.string))
    }

    /// Without the slash that paths may end with.
    private static func plain(_ line: String) -> String {
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        return words.map { $0.count > 1 && $0.hasSuffix("/") ? $0.dropLast() : $0 }.joined(separator: " ")
    }

    private static let environment = ["HOME": "/nonexistent", "COMPOSE_PROJECT_NAME": "shop"]

    /// `.env` is saved with whatever else.
    private func isOurs(_ path: FilePath) -> Bool {
        path.starts(with: root) && path != root.appending(".env") && (try? path.stat().type) == .regular
    }

    /// The same of Compose; nil where it refuses them.
    func said() async throws -> (lines: Set<String>, files: Set<String>)? {
        let trace = root.removingLastComponent().appending("trace-\(UInt32.random(in: 0 ... .max))").string
        let script = """
            cd "$1" || exit; strace -f -qq -e trace=openat -e status=successful -o "$3" "$2" --profile '*' config --format json >"$3.json" || exit
            jq -r '\(Self.filter)' "$3.json" && sed -n 's/.*openat(AT_FDCWD, "\\([^"]*\\)", O_RDONLY.*/open \\1/p' "$3"
            """
        let variables = Self.environment.map { "\($0)=\($1)" } + ["PATH=/usr/bin:/bin"]
        let words = ["-i"] + variables + ["sh", "-c", script, "sh", root.string, compose, trace]
        let answer = try await run("env", words)
        _ = try await run("rm", ["-f", trace, "\(trace).json"])
        guard answer.status == 0 else { return nil }
        var (lines, files): (Set<String>, Set<String>) = ([], [])
        for line in answer.output.lines.map(Self.plain) {
            let words = line.split(separator: " ", maxSplits: 1).map(String.init)
            let path = FilePath(words.last ?? "")
            let isFile = words[0] == "open" || words[0] == "file" || isSettings(line)
            if isFile, isOurs(path) { files.insert(path.string) }
            if isSettings(line) {
                files.insert(String(line.split(separator: " ")[2]))
            } else if !isFile {
                lines.insert(line)
            }
        }
        return (lines, files)
    }

    /// A mount of a small file below the root.
    private func isSettings(_ line: String) -> Bool {
        let words = line.split(separator: " ")
        guard words.first == "bind", words.count > 2 else { return false }
        let path = FilePath(String(words[2]))
        return isOurs(path) && (try? path.stat().size).map { $0 <= 1 << 20 } == true
    }

    private static let filter = """
        . as $all
        | (.services // {} | to_entries[] | .key as $s | "service \\($s)",
          (.value.build.context // empty | select(startswith("/")) | "build \\($s) \\(.)"),
          (.value.volumes // [] | .[] | select(.source) | . as $v | ($all.volumes[.source] // {}) as $n
            | (if .read_only then "ro" else "rw" end) as $mode
            | if .type == "bind" then "bind \\($s) \\(.source) \\(.target) \\($mode)"
              elif .type != "volume" then empty
              elif ($n.driver_opts.o // "" | split(",") | any(. == "bind" or . == "rbind"))
              then "bind \\($s) \\($n.driver_opts.device) \\(.target) \\($mode)"
              elif .read_only then empty else "volume \\($s) \\($n.name) \\(.target)" end)),
          (.secrets // {}, .configs // {} | .[] | .file // empty | "file \\(.)"),
          (.volumes // {} | .[] | select(.external) | "external volume \\(.name)"),
          (.networks // {} | .[] | select(.external) | "external network \\(.name)")
        """
}
