import GardeTestSupport
import SystemPackage
import Testing

/// A recipe that a user adds: two databases, files, and what commands print.
@Suite struct NewRecipeTests {
    @Test(.timeLimit(.minutes(15)))
    func `a recipe added to a built checkout is built and saves what it names`() async throws {
        try await withCopyOfCheckout { checkout, build in
            try await added(main, to: checkout)
            let built = try await run("sh", ["-c", build, checkout.string, packageFolder])
            try #require(built.status == 0, "\(built.output)\(built.error)")
            let program = checkout.pushing(".build/release/essai").string
            try await ThrowawayPlatform.with(.init { ($0.rows, $0.keys, $0.messages) = (10, nil, 1) }) { platform in
                try await platform.sql("CREATE DATABASE seconde")
                try await platform.sql("CREATE TABLE t AS SELECT 'ici' AS x", database: "seconde")
                try await lookAtBackup(by: program, of: platform)
                try await lookAtFailures(by: program, of: platform)
            }
        }
    }

    private let main = """
        import Garde

        let words = ["printf", "%s\\\\n", "a 'quoted' $HOME; exit 1", "été"]
        backup {
            postgres("premiere", database: "mssante")
            postgres("deuxieme", database: "seconde")
            files("site", "config/nginx", "/etc/hostname")
            command("inventaire", dump: words, load: ["cat"])
            command("fragile", dump: ["sh", "-c", "eval \\"$WHAT\\""], load: ["cat"])
        }
        """

    private func lookAtBackup(by program: String, of platform: ThrowawayPlatform) async throws {
        let run = try await platform.backup(["--quiet"], ["WHAT": "pwd"], recipe: program)
        #expect(run.status == 0)
        #expect(run.output + run.error == "")
        let backup = try await platform.newestBackup()
        #expect(
            try await backup.names() == [
                "deuxieme_<id>.dump.gz", "deuxieme_roles_<id>.sql.gz", "fragile_<id>.data.gz",
                "inventaire_<id>.data.gz", "manifest.json", "premiere_<id>.dump.gz", "premiere_roles_<id>.sql.gz",
                "site_<id>.tar.gz",
            ])
        let second = try await backup.sh("gunzip -c deuxieme_$id.dump.gz | pg_restore -f - | grep -c '^ici$'")
        #expect(second.output == "1\n")
        let first = try await backup.sh("gunzip -c premiere_$id.dump.gz | pg_restore -l | grep -c journal")
        #expect(first.output != "0\n")
        #expect(try await backup.sh("gunzip -c inventaire_$id.data.gz").output == "a 'quoted' $HOME; exit 1\nété\n")
        #expect(try await backup.sh("gunzip -c fragile_$id.data.gz").output == "\(platform.root)\n")
        let members = try await backup.sh("tar -tzf site_$id.tar.gz").output.lines
        #expect(members.contains("config/nginx/mssante.conf") && members.contains("etc/hostname"))
        let saved = try await backup.manifest(".components | to_entries[] | select(.value) | .key").lines
        #expect(Set(saved) == ["premiere", "deuxieme", "site", "inventaire", "fragile"])
        #expect(try await backup.manifest(".recipe") == "essai")
    }

    /// A dump that fails, is killed, or says nothing.
    private func lookAtFailures(by program: String, of platform: ThrowawayPlatform) async throws {
        for (what, words) in [
            ("echo half; echo why >&2; exit 3", "sh ended with code 3: why"),
            ("echo half; kill -9 $$", "sh was ended by signal 9"), ("true", "the dump command wrote nothing"),
        ] {
            let run = try await platform.backup([], ["WHAT": what], recipe: program)
            #expect(run.status == 3)
            #expect(run.error.contains("fragile: \(words)"))
            let backup = try await platform.newestBackup()
            #expect(try await !backup.names().contains("fragile_<id>.data.gz"))
            #expect(try await backup.manifest("[.components.fragile, .components.site] | @csv") == "false,true")
        }
    }

    private func added(_ main: String, to checkout: FilePath) async throws {
        let result = try await run(
            "sh", ["-c", "mkdir -p \"$0\" && cat >\"$0/main.swift\"", checkout.pushing("recipes/essai").string],
            input: main)
        #expect(result.status == 0)
    }

    /// Hands `body` a copy of this checkout with its build, and a script that builds there, given both folders.
    ///
    /// Built files are linked, which is quick; they hold absolute paths, so the copy is mounted over the checkout for the
    /// compiler's eyes alone. Where that is not allowed everything is compiled anew, in minutes.
    private func withCopyOfCheckout(_ body: (FilePath, String) async throws -> Void) async throws {
        let copied = try await run("sh", ["-ec", copy, packageFolder])
        try #require(copied.status == 0, "\(copied.error)")
        let checkout = FilePath(String(copied.output.dropLast()))
        let result: Result<Void, any Error>
        do { result = .success(try await body(checkout, build)) } catch { result = .failure(error) }
        _ = try await run("rm", ["-rf", checkout.string])
        try result.get()
    }

    private let copy = """
        cd "$0" && copy=$(mktemp -d "$0/.build/essai.XXXXXX") && mkdir "$copy/.build"
        # Links, as the build looks at inodes too: a copy would be compiled anew.
        cp -al Package.* Sources recipes Tests "$copy/"
        real=$(readlink .build/release || echo release)
        for file in .build/*.db .build/*.yaml .build/*.json; do cp -a "$file" "$copy/.build/"; done
        mkdir -p "$copy/.build/$(dirname "$real")" && cp -al ".build/$real" "$copy/.build/$real"
        for file in checkouts repositories artifacts; do cp -al ".build/$file" "$copy/.build/"; done
        [ "$real" = release ] || ln -s "$real" "$copy/.build/release"
        # These SwiftPM writes anew in their place.
        cp --remove-destination ".build/$real"/*.json "$copy/.build/$real/"
        echo "$copy"
        """

    private let build = """
        words='swift build -c release --static-swift-stdlib --product essai --manifest-cache none'
        words="$words --disable-build-manifest-caching"
        # Where SwiftPM keeps its lock, by the folder's path: that of these tests' own build is held meanwhile.
        mkdir "$0/tmp" && export TMPDIR="$1/tmp"
        if unshare --mount true 2>/dev/null; then
            exec unshare --mount --propagation private \\
                sh -c "mount --bind \\"\\$0\\" \\"\\$1\\" && cd \\"\\$1\\" && exec $words" "$0" "$1"
        fi
        cd "$0" && TMPDIR=$0/tmp exec $words
        """
}
