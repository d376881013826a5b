import GardeComponents
import GardeCore
import GardeIO
import GardeWords
import SystemPackage

/// What Prometheus' node_exporter reads from a file, in its text format.
package struct Metrics: Sendable {
    private struct Series {
        let name: String
        let help: String
        var samples: [(labels: [(String, String)], value: Int)]
    }

    private let health: Health

    package init(_ health: Health) { self.health = health }

    /// Every series once; those without a value are left out.
    package var text: String {
        series.filter { !$0.samples.isEmpty }.map { series in
            let lines = series.samples.map { "\(series.name){\(labels($0.labels))} \($0.value)\n" }
            return "# HELP \(series.name) \(series.help)\n# TYPE \(series.name) gauge\n" + lines.joined()
        }.joined()
    }

    /// Everybody may read it; readers see the old one or the new one.
    func write(to file: FilePath) throws { try publish(Array(text.utf8), at: file, mode: 0o644) }

    private var series: [Series] {
        let (components, run, room) = (health.components, health.run, health.room)
        return [
            one("garde_backup_last_run_timestamp_seconds", "When the last run ended.", run?.endTime?.seconds),
            one(
                "garde_backup_last_run_success", "1 when the last run did all it was asked for.",
                run.map { $0.runEnd == .done ? 1 : 0 }),
            one("garde_backup_last_run_duration_seconds", "How long the last run took.", run?.durationSeconds),
            each(
                "garde_backup_last_success_timestamp_seconds", "When the last good backup of a component began.",
                "component", components.map { ($0.id.name, $0.last?.start?.seconds) }),
            each(
                "garde_backup_stored_bytes", "Size of a component in its last good backup.", "component",
                components.map { component in (component.id.name, component.last?.storedBytes(of: component.id)) }),
            each(
                "garde_restorable_timestamp_seconds", "The newest moment that a component can be brought back to.",
                "component", components.map { ($0.id.name, $0.moment?.seconds) }),
            each(
                "garde_any_moment_since_timestamp_seconds", "Every moment since this one can be brought back.",
                "component", components.map { ($0.id.name, $0.window?.lowerBound.seconds) }),
            each(
                "garde_wal_held_bytes", "Write-ahead log that the server holds back for the next increment.",
                "component", components.map { ($0.id.name, $0.held?.bytes) }),
            each(
                "garde_wal_held_limit_bytes", "How much it may hold back.", "component",
                components.map { ($0.id.name, $0.held?.limit) }),
            one(
                "garde_backup_objective_seconds", "How old the last good backup may become.",
                health.objectives.rpo.seconds),
            one(
                "garde_restore_expected_seconds", "How long a restore of everything takes, by the last one.",
                health.expectedRestore),
            one("garde_restore_objective_seconds", "How long it may take.", health.objectives.rto?.seconds),
            one("garde_backup_problems", "What status finds wrong.", health.problems.count),
            each("garde_backup_problem", "How often status finds this wrong.", "id", problems),
            one("garde_backup_free_bytes", "Room on the file system of the backups.", room?.free),
            one("garde_backup_size_bytes", "Size of that file system.", room?.total),
            one(
                "garde_backup_last_verified_timestamp_seconds", "When a backup last passed verify.",
                health.verified.first(where: \.depth.isGood)?.time.seconds),
            each(
                "garde_remote_last_sent_timestamp_seconds", "When the newest backup that is proven there began.",
                "destination", health.copies.map { ($0.url, $0.start?.seconds) }),
            each(
                "garde_remote_waiting_backups", "Backups that wait to be sent.", "destination",
                health.copies.map { ($0.url, $0.waiting) }),
            each("garde_key_expiry_timestamp_seconds", "When a key can encrypt no more.", "key", earliest(health.keys)),
            each(
                "garde_certificate_expiry_timestamp_seconds", "When a certificate ends.", "certificate",
                earliest(health.certificates)),
        ]
    }

    private func one(_ name: String, _ help: String, _ value: Int?) -> Series {
        Series(name: name, help: help, samples: value.map { [(own, $0)] } ?? [])
    }

    private func each(_ name: String, _ help: String, _ label: String, _ values: [(String, Int?)]) -> Series {
        Series(
            name: name, help: help,
            samples: values.compactMap { key, value in value.map { (own + [(label, key)], $0) } })
    }

    /// By their ids, which stand on the page of failures.
    private var problems: [(String, Int?)] {
        Dictionary(grouping: health.problems, by: \.id).sorted { $0.key < $1.key }.map { ($0.key, $0.value.count) }
    }

    /// Two of one name would make node_exporter refuse the whole file.
    private func earliest(_ list: [Health.Expiry]) -> [(String, Int?)] {
        Dictionary(list.map { ($0.name, $0.end) }, uniquingKeysWith: min).sorted { $0.key < $1.key }.map {
            ($0.key, $0.value)
        }
    }

    private var own: [(String, String)] { [("recipe", health.recipe)] }

    private func labels(_ list: [(String, String)]) -> String {
        list.map { "\($0)=\"\(escaped($1))\"" }.joined(separator: ",")
    }

    private func escaped(_ text: String) -> String {
        visible(text).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }
}
