import GardeComponents
import GardeCore
import GardeEngine
import GardeWords

/// One form that the argument of a command may have.
struct ArgumentForm: Sendable {
    let form: String
    let meaning: Text

    fileprivate init(_ form: String, _ id: String) { (self.form, meaning) = (form, Text(id)) }
}

extension Role {
    /// All that its argument may be; empty for what has one form alone, which the usage shows.
    func argumentForms(_ recipe: Recipe) -> [ArgumentForm] {
        switch self {
        case .restore:
            [
                ArgumentForm("latest", "help.source-latest"),
                ArgumentForm("20240315_020000", "help.source-id"),
                ArgumentForm("pre_restore_20240315_101500", "help.source-safety-copy"),
                ArgumentForm("/mnt/backups/latest", "help.source-disk"),
                ArgumentForm("/mnt/backups/20240315_020000", "help.source-folder"),
                ArgumentForm("/mnt/20240315_020000.tar.gz", "help.source-archive"),
                ArgumentForm("s3://bucket/path/latest", "help.source-latest-copies"),
                ArgumentForm("s3://bucket/path/20240315_020000", "help.source-copy"),
                ArgumentForm("name:path/latest", "help.source-rclone"),
                ArgumentForm("--until MOMENT [URL/latest]", "help.source-until"),
            ]
        case .verify:
            [
                ArgumentForm("latest", "help.which-latest"),
                ArgumentForm("all", "help.which-all"),
                ArgumentForm("20240315_020000", "help.source-id"),
                ArgumentForm("/mnt/backups/20240315_020000", "help.source-folder"),
                ArgumentForm("s3://bucket/path[/latest|/all|/ID]", "help.which-copies"),
            ]
        case .list:
            [ArgumentForm("s3://bucket/path", "help.list-copies")]
                + (recipe.sources.contains { $0.kind.mailboxes != nil }
                    ? [ArgumentForm("20240315_020000 --mailboxes", "help.list-mailboxes")] : [])
        default: []
        }
    }
}
