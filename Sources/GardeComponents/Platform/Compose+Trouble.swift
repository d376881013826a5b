import GardeCore
import GardeWords
import GardeIO

extension Compose {
    /// Why no Compose answers here, as far as Docker's own client tells.
    static func trouble() async -> Failure {
        let version = Invocation("docker", ["version", "--format", "{{.Server.Version}}"])
        do {
            let answer = try await version.capture(timeout: .seconds(20))
            guard !answer.ending.isSuccess else { return .composeNotInstalled("Docker Compose") }
            let said = answer.said.last { !$0.isEmpty } ?? ""
            return said.lowercased().contains("permission denied") ? .engineClosed(userName()) : .engineSilent(said)
        } catch is ToolMissing { return .composeNotInstalled("Docker") } catch {
            return .engineSilent("\(Failure(describing: error).line(.english))")
        }
    }
}

extension Failure {
    private static func composeSilent(_ why: Text, fix: Text) -> Failure {
        Failure("compose.silent", ["why": why, "fix": fix])
    }

    fileprivate static func composeNotInstalled(_ what: String) -> Failure {
        composeSilent(
            Text("compose.not-installed", ["what": what]),
            fix: Text("compose.not-installed-2"))
    }

    fileprivate static func engineClosed(_ user: String) -> Failure {
        composeSilent(
            Text("compose.engine-closed", ["user": user]),
            fix: Text("compose.engine-closed-2", ["user": user]))
    }

    fileprivate static func engineSilent(_ said: String) -> Failure {
        let host = processEnvironment()["DOCKER_HOST"].map { "DOCKER_HOST=\($0)" }
        let command = host.map { "\(shellWord($0)) docker version" } ?? "systemctl start docker"
        return composeSilent(
            .verbatim(said),
            fix: Text("compose.engine-silent", ["command": command]))
    }
}
