import GardeCore
import GardeIO
import GardeWords
import SystemPackage

extension Drafting {
    /// What the old script did with what it saved.
    mutating func draftHandling() {
        let said = envFile.keys.filter { Self.ownVariables.contains($0) }.sorted()
        if !said.isEmpty {
            page.remark(Text("draft.env-counts", ["list": said.joined(separator: ", ")]), to: .handling)
        }
        guard let path = script.path else {
            page.leave(
                Text("draft.no-script"), word: "keep(daily: 30, weekly: 12, monthly: 12)", to: .handling)
            return
        }
        page.remark(Text("draft.script", ["path": shown(path)]), to: .handling)
        draftStore()
        draftKeep()
        draftEncryption()
        draftCopies()
        draftNotices()
        draftCalls()
    }

    /// Those of Garde that count in a platform's `.env` as they are.
    private static let ownVariables: Set<String> = [
        "BACKUP_ROOT", "RETENTION_DAYS", "RETENTION_WEEKLY", "RETENTION_MONTHLY", "ENCRYPT_BACKUP", "GPG_RECIPIENT",
        "SYNC_REMOTE", "REMOTE_DESTINATION", "SLACK_WEBHOOK_URL", "ALERT_EMAIL",
    ]

    /// A value that stands in the script; one that does not is left to the reader.
    private mutating func known(_ variable: OldScript.Variable?) -> (text: String, from: Text)? {
        guard let variable else { return nil }
        let what: [String: any Sayable] = ["variable": variable.name, "line": variable.line]
        guard case .known(let text) = variable.value else {
            page.leave(Text("draft.value-unknown", what), to: .handling)
            return nil
        }
        return (text, Text("draft.value", what))
    }

    private mutating func draftStore() {
        guard let (folder, from) = known(script.variable(OldScript.folders)) else { return }
        let place = root.pushing(FilePath(folder)).lexicallyNormalized()
        guard place != root.appending("data").appending("backups") else { return }
        guard folder.isPlainPath else { return page.leave(from, to: .handling) }
        page.add("store(in: \(literal(shown(place))))", to: .handling, [from])
    }

    private mutating func draftKeep() {
        let daily = known(
            script.variable(
                "RETENTION_DAYS", "BACKUP_RETENTION_DAYS", "RETENTION", "KEEP_DAYS", "DAYS_TO_KEEP", "BACKUP_KEEP_DAYS",
                "KEEP_DAILY", "MAX_AGE_DAYS"))
        let weekly = known(
            script.variable("RETENTION_WEEKLY", "RETENTION_WEEKS", "KEEP_WEEKS", "KEEP_WEEKLY", "BACKUP_KEEP_WEEKS"))
        let monthly = known(
            script.variable(
                "RETENTION_MONTHLY", "RETENTION_MONTHS", "KEEP_MONTHS", "KEEP_MONTHLY", "BACKUP_KEEP_MONTHS"))
        guard let daily, let days = Int(daily.text), days > 0 else {
            if let daily { page.leave(daily.from, to: .handling) }
            if let call = script.calls("find").first {
                page.leave(Text("draft.find", ["line": call.line]), word: "keep(daily: 30)", to: .handling)
            }
            return
        }
        let counts = [("weekly", weekly), ("monthly", monthly)].compactMap { name, value in
            value.flatMap { Int($0.text) }.map { ", \(name): \($0)" }
        }
        let remarks = [daily.from] + (counts.count < 2 ? [Text("draft.keep-more")] : [])
        page.add("keep(daily: \(days)\(counts.joined()))", to: .handling, remarks)
    }

    private mutating func draftEncryption() {
        let key = known(
            script.variable("GPG_RECIPIENT", "GPG_KEY_ID", "GPG_KEY", "GPG_EMAIL", "RECIPIENT", "BACKUP_GPG_RECIPIENT"))
        if let (recipient, from) = key {
            let digits = recipient.filter { $0 != " " }
            let isKey =
                recipient.contains(/^<?[^\s@<>]+@[^\s@<>]+>?$/)
                || digits.allSatisfy(\.isHexDigit) && [16, 40].contains(digits.count)
            guard isKey else { return page.leave(from, to: .handling) }
            settle("encrypt(to: \(literal(recipient)))", from, switchedBy: "ENCRYPT_BACKUP", "ENCRYPT", "ENCRYPTION")
        } else if let call = script.calls("openssl", "gpg", "age").first {
            page.leave(Text("draft.encrypts", ["tool": call.tool, "line": call.line]), to: .handling)
        }
    }

    /// A word, or a remark where a variable of the script switches it off.
    private mutating func settle(_ word: String, _ from: Text, switchedBy names: String...) {
        guard let switching = script.variable(names) else { return page.add(word, to: .handling, [from]) }
        if case .known(let text) = switching.value, ["true", "yes", "1", "on"].contains(text.lowercased()) {
            return page.add(word, to: .handling, [from])
        }
        let what: [String: any Sayable] = ["variable": switching.name, "line": switching.line]
        page.leave(Text("draft.switched", what), word: word, to: .handling)
    }

    private mutating func draftCopies() {
        let place = known(
            script.variable(
                "REMOTE_DESTINATION", "REMOTE_DEST", "RCLONE_REMOTE", "RCLONE_DEST", "REMOTE", "REMOTE_PATH", "S3_URI",
                "S3_URL",
                "REMOTE_BACKUP"))
        if let (address, from) = place {
            let isAddress = address.contains(/^s3:\/\/[^@\s]+$|^[A-Za-z0-9][A-Za-z0-9_-]+:(?!\/\/)[^@\s]*$/)
            guard isAddress else { return page.leave(Text("draft.remote", ["from": from]), to: .handling) }
            return settle("sync(to: \(literal(address)))", from, switchedBy: "SYNC_REMOTE", "ENABLE_SYNC", "UPLOAD")
        }
        if let bucket = known(script.variable("S3_BUCKET", "BUCKET", "AWS_BUCKET", "BACKUP_BUCKET")) {
            let name = bucket.text.hasPrefix("s3://") ? bucket.text : "s3://\(bucket.text)"
            guard name.contains(/^s3:\/\/[a-z0-9.-]+(\/[^@\s]*)?$/) else {
                return page.leave(bucket.from, to: .handling)
            }
            return page.leave(bucket.from, word: "sync(to: \(literal(name)))", to: .handling)
        }
        for call in script.calls("rclone", "aws", "s3cmd", "mc", "rsync", "scp", "sftp") {
            page.leave(Text("draft.copies", ["tool": call.tool, "line": call.line]), to: .handling)
        }
    }

    private mutating func draftNotices() {
        if let (address, from) = known(
            script.variable("ALERT_EMAIL", "ADMIN_EMAIL", "NOTIFY_EMAIL", "MAIL_TO", "EMAIL"))
        {
            guard address.contains(/^[^\s@"\\]+@[^\s@"\\]+$/) else { return page.leave(from, to: .handling) }
            page.add("notify(.mail(to: \(literal(address))))", to: .handling, [from])
        }
        for (names, word) in [
            (
                ["SLACK_WEBHOOK_URL", "SLACK_WEBHOOK", "SLACK_URL"],
                "notify(.slack(.environment(\"SLACK_WEBHOOK_URL\")))"
            ),
            (
                ["HEARTBEAT_URL", "HEALTHCHECK_URL", "HC_URL", "HEALTHCHECKS_URL", "PING_URL"],
                "notify(.heartbeat(.environment(\"HEARTBEAT_URL\")))"
            ),
        ] {
            guard let variable = script.variable(names) else { continue }
            let what: [String: any Sayable] = ["variable": variable.name, "line": variable.line]
            page.leave(Text("draft.secret-url", what), word: word, to: .handling)
        }
    }

    /// Dumps that no word above makes, and what the script packed.
    private mutating func draftCalls() {
        let lines = script.calls("tar", "zip", "cpio", "7z").map { "\($0.line)" }
        if !lines.isEmpty {
            page.remark(Text("draft.packs", ["list": lines.joined(separator: ", ")]), to: .handling)
        }
        for call in script.calls(
            "pg_dump", "pg_dumpall", "mysqldump", "mariadb-dump", "mongodump", "ldapsearch", "slapcat")
        {
            let isSaved =
                switch call.tool {
                case "pg_dump", "pg_dumpall": names.contains("postgresql")
                case "mysqldump", "mariadb-dump": names.contains("mariadb")
                default: false
                }
            let what: [String: any Sayable] = ["tool": call.tool, "line": call.line]
            if !isSaved { page.leave(Text("draft.dumps", what), to: .handling) }
        }
    }
}
