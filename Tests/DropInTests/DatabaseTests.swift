import GardeTestSupport
import SystemPackage
import Testing

extension SavedPlatform {
    @Suite(.tags(.server)) struct DatabaseTests {
        let scene = SavedPlatform.scene!

        @Test func `dump and roles restored into a fresh cluster give the same database and roles`() async throws {
            let platform = scene.platform
            try await withServer("postgres", in: platform.folder.appending("second")) { second in
                // The roles' passwords come with them, so from here on only the socket lets us in.
                let fresh = ["PGHOST": second["POSTGRES_SOCKET"]!, "PGPORT": second["PGPORT"]!, "PGUSER": "mssante"]
                let errors = try await restore(into: fresh)
                #expect(errors == "ERROR:  role \"mssante\" already exists\n")
                let (old, new) = (try await dumped(platform.postgres), try await dumped(fresh))
                #expect(old.count > 100_000)
                #expect(old == new, "the dumps differ")
                let (oldRoles, newRoles) = (try await roles(platform.postgres), try await roles(fresh))
                #expect(oldRoles.contains("SCRAM-SHA-256$4096:"))
                #expect(oldRoles == newRoles)
            }
        }

        @Test func `a role can sign in with its old password after a restore`() async throws {
            try await withServer("postgres", in: scene.platform.folder.appending("third")) { third in
                let fresh = ["PGHOST": third["POSTGRES_SOCKET"]!, "PGPORT": third["PGPORT"]!, "PGUSER": "mssante"]
                _ = try await restore(into: fresh)
                var user = third
                (user["PGUSER"], user["PGPASSWORD"]) = ("mssante_app", "mot de passe d'application")
                #expect(try await sql("SELECT current_user", user, database: "mssante") == "mssante_app\n")
                #expect(try await sql("SHOW work_mem", user, database: "mssante") == "8MB\n")
            }
        }

        /// The commands that the guide's readers type; gives the lines that psql complained with.
        private func restore(into variables: [String: String]) async throws -> String {
            let variables = scene.platform.environment.merging(variables) { $1 }
            let script = """
                cd "$0" && gunzip -c postgresql_roles_*.sql.gz | psql -Xq -d postgres >/dev/null 2>errors.txt
                gunzip -c postgresql_*.dump.gz | pg_restore --exit-on-error --create -d postgres
                """
            let copy = scene.platform.folder.appending("copy-\(variables["PGPORT"]!)").string
            let usual = ["PATH": "/usr/bin:/bin", "PGCLIENTENCODING": "UTF8"]
            _ = try await run("cp", ["-r", scene.backup.folder.string, copy])
            let result = try await run("sh", ["-c", script, copy], variables: usual.merging(variables) { $1 })
            #expect(result.status == 0 && result.error == "")
            return try await run("sed", ["s/^.*ERROR/ERROR/", "\(copy)/errors.txt"]).output
        }

        private func dumped(_ variables: [String: String]) async throws -> String {
            let script = "pg_dump --create mssante | grep -v '^\\\\\\(un\\)\\?restrict '"
            return try await text(script, variables)
        }

        private func roles(_ variables: [String: String]) async throws -> String {
            try await text("pg_dumpall --roles-only | grep -v '^\\\\\\(un\\)\\?restrict '", variables)
        }

        private func text(_ script: String, _ variables: [String: String]) async throws -> String {
            let more = ["PATH": "/usr/bin:/bin", "PGTZ": "UTC", "PGCLIENTENCODING": "UTF8"]
            let result = try await run("sh", ["-c", script], variables: variables.merging(more) { $1 })
            #expect(result.error == "")
            return result.output
        }
    }
}
