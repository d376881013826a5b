import GardeComponents
import GardeCore
package import GardeWords
package import GardeIO
import SystemPackage

extension Health {
    /// For programs: the same facts, and what is wrong in words.
    package func json(_ language: Language) -> JSON {
        .object([
            "recipe": .string(recipe), "host": .string(place.host), "platform": .string(place.root.string),
            "backup_root": .string(place.backupRoot.string), "time": .string(now.iso8601),
            "healthy": .bool(problems.isEmpty), "rpo_seconds": .number(objectives.rpo.seconds),
            "rto_seconds": .optional(objectives.rto?.seconds), "restore_seconds": .optional(expectedRestore),
            "components": .array(components.map(json)),
            "kept_elsewhere": .array(
                elsewhere.map { .object(["name": .string($0.name), "what": .string($0.text[language])]) }),
            "last_run": run.map { json($0, language) } ?? .null, "running": .bool(isRunning || !sendingTo.isEmpty),
            "verified": .array(
                verified.map {
                    .object([
                        "backup": .string($0.id), "time": .string($0.time.iso8601),
                        "result": .string($0.depth.rawValue),
                    ])
                }),
            "copies": .array(copies.map(json)),
            "room": room.map {
                .object([
                    "free_bytes": .number($0.free), "total_bytes": .number($0.total),
                    "expected_bytes": .number($0.expected),
                ])
            } ?? .null,
            "keys": .array(keys.map(json)), "certificates": .array(certificates.map(json)),
            "problems": .array(problems.map { .string($0.line(language)) }),
            "findings": .array(problems.map { $0.json(language) }),
            "warnings": .array(remarks.map { .string($0[language]) }),
        ])
    }

    private func json(_ component: Saved) -> JSON {
        .object([
            "name": .string(component.id.name), "backup": .optional(component.last?.backup.id),
            "date": .optional(component.last?.start?.iso8601), "age_seconds": .optional(age(component)),
            "bytes": .optional(component.last == nil ? nil : component.bytes), "fresh": .bool(isFresh(component)),
            "restorable_to": .optional(component.moment?.iso8601),
            "any_moment_since": .optional(component.window?.lowerBound.iso8601),
            "wal_held_bytes": .optional(component.held?.bytes),
            "wal_held_limit_bytes": .optional(component.held?.limit),
        ])
    }

    private func json(_ run: RunRecord, _ language: Language) -> JSON {
        .object([
            "started": .string(run.started), "ended": .optional(run.ended), "end": .optional(run.end),
            "duration_seconds": .optional(run.durationSeconds), "backup": .optional(run.backup),
            "errors": .array(run.failures(in: language).map { .string($0) }),
        ])
    }

    private func json(_ copies: Copies) -> JSON {
        .object([
            "url": .string(copies.url), "backup": .optional(copies.last), "waiting": .number(copies.waiting),
        ])
    }

    private func json(_ expiry: Expiry) -> JSON {
        .object([
            "name": .string(expiry.name), "expires": .string(LocalTime(secondsSince1970: expiry.end).iso8601),
        ])
    }
}
