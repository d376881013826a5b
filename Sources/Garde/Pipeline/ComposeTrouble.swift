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
        Failure(Text("Docker Compose does not answer", fr: "Docker Compose ne répond pas"), why: why, fix: fix)
    }

    fileprivate static func composeNotInstalled(_ what: String) -> Failure {
        composeSilent(
            Text("\(what) is not installed here", fr: "\(what) n'est pas installé ici"),
            fix: Text(
                "Type: apt install docker.io docker-compose – or, if the servers run without Docker, set PLATFORM=here.",
                fr: "Tapez : apt install docker.io docker-compose – ou, si les serveurs tournent sans Docker, "
                    + "définissez PLATFORM=here."))
    }

    fileprivate static func engineClosed(_ user: String) -> Failure {
        composeSilent(
            Text("\(user) may not speak to the Docker engine", fr: "\(user) n'a pas accès au moteur Docker"),
            fix: Text(
                "Type the same as root, or type once: usermod -aG docker \(user)",
                fr: "Retapez la commande en root, ou tapez une fois : usermod -aG docker \(user)"))
    }

    fileprivate static func engineSilent(_ said: String) -> Failure {
        let host = processEnvironment()["DOCKER_HOST"].map { "DOCKER_HOST=\($0)" }
        let command = host.map { "\(shellWord($0)) docker version" } ?? "systemctl start docker"
        return composeSilent(
            .verbatim(said),
            fix: Text(
                "Type: \(command) – or, if the servers run without Docker, set PLATFORM=here.",
                fr: "Tapez : \(command) – ou, si les serveurs tournent sans Docker, définissez PLATFORM=here."))
    }
}
