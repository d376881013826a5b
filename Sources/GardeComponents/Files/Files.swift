public import GardeCore
package import GardeWords
import GardeIO
import SystemPackage

/// Files and folders under one name.
package struct Files: Sendable, Hashable {
    /// Relative to the platform's root, or absolute.
    package private(set) var paths: [String]
    /// Those of `paths` that are saved where they exist.
    package let optional: Set<String>
    /// Whether the files of the platform's Compose project belong to it, whichever they are, here and in the backup.
    package let followsStack: Bool
    package let isConfiguration: Bool
    /// How old a base may become that increments build on; nil where every run saves all.
    let fullEvery: Days?
    let exclude: [Exclude]

    init(
        paths: [String], optional: [String] = [], exclude: [Exclude], followsStack: Bool = false,
        isConfiguration: Bool, incremental: Bool, fullEvery: Days
    ) {
        (self.paths, self.optional, self.exclude) = (paths + optional, Set(optional), exclude)
        (self.followsStack, self.isConfiguration) = (followsStack, isConfiguration)
        self.fullEvery = incremental ? fullEvery : nil
    }
}

/// What the platform's Compose project is made of: `.env`, the compose files, and the files that they name.
///
/// Files and folders of `with` are saved with them, where they exist. On a platform without Compose `.env` and these are
/// the whole of it.
public func config(
    with more: String..., exclude: [Exclude] = [], incremental: Bool = false, fullEvery: Days = .days(7),
    suspectBelow: Double = 0.5, usedBy services: String...
) -> Word {
    let files = Files(
        paths: [".env"], optional: more, exclude: exclude, followsStack: true, isConfiguration: true,
        incremental: incremental, fullEvery: fullEvery)
    return Source.word("config", kind: files, usedBy: services, suspectBelow: suspectBelow)
}

// Disfavoured, so that `config` without parentheses is one word, and refused as such.

/// The platform's configuration: these files and folders, and no others.
@_disfavoredOverload
public func config(
    _ first: String, _ more: String..., exclude: [Exclude] = [], incremental: Bool = false,
    fullEvery: Days = .days(7), suspectBelow: Double = 0.5, usedBy services: String...
) -> Word {
    let files = Files(
        paths: [first] + more, exclude: exclude, isConfiguration: true, incremental: incremental, fullEvery: fullEvery)
    return Source.word("config", kind: files, usedBy: services, suspectBelow: suspectBelow)
}

/// Files and folders that belong together under one name.
///
/// `exclude` leaves out what a backup can do without, in the form of gitignore(5): `["cache/", "*.tmp", .taggedCaches]`.
/// A restore leaves alone what is there of it.
///
/// With `incremental`, a run with `--type incremental` saves what is new since the last one, and everything anew once
/// `fullEvery` has passed.
public func files(
    _ name: String, _ first: String, _ more: String..., exclude: [Exclude] = [], incremental: Bool = false,
    fullEvery: Days = .days(7), suspectBelow: Double = 0.5, usedBy services: String...
) -> Word {
    let files = Files(
        paths: [first] + more, exclude: exclude, isConfiguration: name == "config", incremental: incremental,
        fullEvery: fullEvery)
    return Source.word(name, kind: files, usedBy: services, suspectBelow: suspectBelow)
}

extension Files: TreeKind {
    package func capture(_ request: CaptureRequest) -> any Capture {
        var capture = treeCapture(.files, request)
        capture.optional = optional
        capture.gaps = request.site.gaps(of: request.source, request.otherPaths)
        capture.increments = fullEvery.flatMap {
            increments(request, fullEvery: $0, holdsMaildirs: false, of: nil)
        }
        return capture
    }

    package func adding(_ paths: [String]) -> Files {
        var files = self
        files.paths += paths
        return files
    }

    package var canBeIncrement: Bool { fullEvery != nil }
    package var isIncremental: Bool { fullEvery != nil }
    package var restoreOrder: Int { isConfiguration ? 3 : 5 }
    package var comesFirst: Bool { true }
    package var holdsPrivateNames: Bool { !isConfiguration }

    package func findings(of name: String) -> [Failure] {
        let days = fullEvery.map(\.count) ?? 1
        return (days < 1 ? [.tooFew("files(fullEvery: .days(\(days)))", least: 1)] : [])
            + exclude.compactMap { $0.finding(paths) }
    }

    package var excludes: Excludes { Excludes(exclude) }
}
