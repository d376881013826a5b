import Garde
import GardeIO
import GardeTestSupport
import SystemPackage

extension RecipeScene {
    /// A platform with mail, configuration and certificates, and the backup.sh that it has had until now.
    static func withOldScript(
        _ fault: String = "none", @RecipeBuilder _ words: (Scratch) -> Recipe
    ) async throws -> RecipeScene {
        var scene = try RecipeScene(words)
        scene.variables["PLATFORM"] = "here"
        try await scene.shell(
            """
            for part in cur new tmp; do mkdir -p data/mail/domain.example/user/$part; done
            mkdir -p config/certificates config/nginx scripts/backup
            for n in 1 2 3 4 5 6 7 8; do echo "letter $n" >data/mail/domain.example/user/cur/$n.host:2,S; done
            echo site >config/nginx/site.conf; echo pem >config/certificates/server.crt; echo "services: {}" >docker-compose.yml
            mkdir config/cache; echo tmp >config/cache/page; echo POSTGRES_PASSWORD=hush-hush >>.env
            """)
        try await scene.install(fault)
        // Nothing here counts as changed while scripts run.
        try await Task.sleep(for: .milliseconds(60))
        return scene
    }

    func install(_ fault: String) async throws {
        try await shell(
            """
            sed 's/^fault=none/fault=\(fault)/' '\(packageFolder)/Tests/throwaway/script-of-before' >scripts/backup/backup.sh.bash
            chmod 755 scripts/backup/backup.sh.bash
            """)
    }

    /// How often the old script was called.
    func calls() async throws -> Int { Int(try await shell("cat scripts/backup/calls | wc -l").dropLast()) ?? -1 }

    func compare(_ script: String...) async throws -> Run {
        try await run(["compare"] + script) { settings, console in
            try await Compare(recipe, settings, root: root, console).run(settings.positionals.first)
        }
    }
}
