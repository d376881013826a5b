import SystemPackage

extension ThrowawayPlatform {
    /// What is wrong with the folder of backups, nil when nothing is: unfinished folders, a lock that is held, backups
    /// that differ from their manifests.
    package func trouble() async throws -> String? {
        let script = """
            cd "$0" 2>/dev/null || exit 0
            ls -A | grep -E '\\.(partial|removed)$'
            [ ! -e .lock ] || flock -n .lock true || echo "the lock is held"
            for manifest in */manifest.json; do
                [ -e "$manifest" ] || continue
                folder=${manifest%/*}
                (
                    cd "$folder"
                    # Everything may be as in another backup.
                    [ "$(jq '.files | length' manifest.json)" -gt 0 ] || exit 0
                    jq -r '.files[] | "\\(.sha256)  \\(.name)"' manifest.json | sha256sum -c --quiet -- 2>&1
                    gzip -t -- *.gz 2>&1
                    said=$(jq '.files | length' manifest.json) there=$(ls -A | wc -l)
                    [ "$there" = "$((said + 1))" ] || echo "$folder holds $there files"
                )
            done
            exit 0
            """
        let found = try await run("sh", ["-c", script, backupRoot.string]).output
        return found.isEmpty ? nil : found
    }

    /// The names in the folder of backups that do not begin with a dot.
    package func names() async throws -> [String] { try await run("ls", [backupRoot.string]).output.lines }

    /// Waits until `isSo`; false when that takes longer than half a minute.
    package func eventually(_ isSo: () async throws -> Bool) async throws -> Bool {
        let end = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < end {
            if try await isSo() { return true }
            try await Task.sleep(for: .milliseconds(10))
        }
        return false
    }

    /// Bytes of the files of this name (a shell's pattern) in the folder that is being written.
    package func written(_ pattern: String) async throws -> Int {
        let found = try await run(
            "sh", ["-c", "stat -c %s \"$0\"/*.partial/\(pattern) 2>/dev/null", backupRoot.string])
        return found.output.lines.compactMap { Int($0) }.reduce(0, +)
    }
}

/// Whether this machine lets a test run these words to their end.
package func works(_ tool: String, _ arguments: String...) async -> Bool { await works(tool, arguments) }

package func works(_ tool: String, _ arguments: [String]) async -> Bool {
    (try? await run(tool, arguments))?.status == 0
}

/// Whether a mount of a test's own can be made, seen by nobody else.
package func canMount() async -> Bool {
    await works("unshare", "--mount", "sh", "-c", "mount -t tmpfs tmpfs /mnt")
}
