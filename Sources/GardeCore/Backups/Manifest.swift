/// What `manifest.json` says of a backup: the guide's keys, and what a restore and the next run need.
package struct Manifest: Decodable, Sendable, Hashable {
    package struct Backup: Decodable, Sendable, Hashable {
        package let id: String
        package let type: String
        /// The start, ISO 8601 with the offset of that day.
        package let date: String
        package let durationSeconds: Int
        /// Of all files but the manifest.
        package let sizeBytes: Int
        package let encrypted: Bool
        /// The fingerprints of the keys that can read the files; nil from the bash pair, which did not say.
        package let recipients: [String]?
        /// Components that were asked for and are not saved, or not whole.
        package let errors: Int
        package let uuid: String?

        package init(
            id: String, type: String, date: String, durationSeconds: Int, sizeBytes: Int, encrypted: Bool,
            recipients: [String]?, errors: Int, uuid: String?
        ) {
            (self.id, self.type, self.date, self.durationSeconds) = (id, type, date, durationSeconds)
            (self.sizeBytes, self.encrypted, self.recipients) = (sizeBytes, encrypted, recipients)
            (self.errors, self.uuid) = (errors, uuid)
        }
    }

    package struct System: Decodable, Sendable, Hashable {
        package let hostname: String
        package let os: String
        /// Nil without Docker.
        package let dockerVersion: String?
        /// The platform's root; absent from what the bash pair wrote.
        package let platform: String?
        /// Nil where nothing ran in containers.
        package let compose: ComposeFacts?

        package init(
            hostname: String, os: String, dockerVersion: String?, platform: String?, compose: ComposeFacts? = nil
        ) {
            (self.hostname, self.os, self.dockerVersion, self.platform) = (hostname, os, dockerVersion, platform)
            self.compose = compose
        }
    }

    /// What the platform's Compose project was called, and started from; paths are relative to the platform's root where
    /// they lie in it.
    package struct ComposeFacts: Decodable, Sendable, Hashable {
        package let project: String
        package let folder: String
        package let files: [String]
        package let environmentFiles: [String]

        package init(project: String, folder: String, files: [String], environmentFiles: [String]) {
            (self.project, self.folder, self.files) = (project, folder, files)
            self.environmentFiles = environmentFiles
        }
    }

    package struct Application: Decodable, Sendable, Hashable {
        package let version: String
        package let commit: String

        package init(version: String, commit: String) { (self.version, self.commit) = (version, commit) }
    }

    /// A file of the backup.
    package struct File: Decodable, Sendable, Hashable {
        package let name: String
        package let component: Component.ID
        /// As stored.
        package let bytes: Int
        /// Of the file as stored.
        package let sha256: String
        /// Before compression.
        package let contentBytes: Int

        package init(name: String, component: Component.ID, bytes: Int, sha256: String, contentBytes: Int) {
            (self.name, self.component, self.bytes) = (name, component, bytes)
            (self.sha256, self.contentBytes) = (sha256, contentBytes)
        }
    }

    package let backup: Backup
    package let components: [Component.ID: Bool]
    /// The components that are increments, and of what; nil where the bash pair does not say it.
    package let increments: [Component.ID: Lineage?]
    package let system: System
    package let application: Application
    package let recipe: String?
    package let tool: String?
    /// Components that are much smaller than in the last good backup.
    package let suspect: [Component.ID]?
    /// Components that were asked for and are not saved, or not whole; nil from those who did not say which.
    package let lacks: [Component.ID]?
    /// What was saved under a component's name: the database, or the path of the mail.
    package let subjects: [Component.ID: String]?
    /// Where the write-ahead logs stood of the databases whose increments go by them.
    package let wal: [Component.ID: WALPosition]
    /// Tables of which the recipe left the rows out.
    package let withoutRows: [Component.ID: [String]]
    package let files: [File]?
    /// The increment that this was made of, by `compact`, without asking the sources; nil for what a run saved.
    package let compacted: String?
    /// The digests of the manifests that this one stands for: by these names what builds on it knows it.
    package let standsFor: [String]
    /// The last key, once it was written: the digest of all lines before its own.
    package var sha256: String?

    package init(
        backup: Backup, components: [Component.ID: Bool], increments: [Component.ID: Lineage], system: System,
        application: Application, recipe: String?, tool: String?, suspect: [Component.ID]?, lacks: [Component.ID]?,
        subjects: [Component.ID: String]?, wal: [Component.ID: WALPosition] = [:],
        withoutRows: [Component.ID: [String]] = [:], files: [File]?,
        compacted: String? = nil, standsFor: [String] = [], sha256: String? = nil
    ) {
        (self.backup, self.components, self.system) = (backup, components, system)
        self.increments = increments
        (self.application, self.recipe, self.tool) = (application, recipe, tool)
        (self.suspect, self.lacks, self.subjects) = (suspect, lacks, subjects)
        (self.wal, self.withoutRows) = (wal, withoutRows)
        (self.files, self.compacted, self.standsFor, self.sha256) = (files, compacted, standsFor, sha256)
    }
}
