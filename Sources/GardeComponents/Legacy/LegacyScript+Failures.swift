import GardeCore
import GardeIO
package import GardeWords
package import SystemPackage

extension Failure {
    package static func noLegacyScript(_ path: FilePath) -> Failure { Failure("legacy.missing", ["path": path]) }

    static func legacyNotExecutable(_ path: FilePath) -> Failure {
        Failure("legacy.not-executable", ["path": shellWord(path.string)])
    }

    static func legacyIsGarde(_ path: FilePath) -> Failure { Failure("legacy.is-garde", ["path": path]) }

    static func legacyReadsSettings(_ path: FilePath, _ names: [String], _ file: FilePath) -> Failure {
        let pattern = "s/^(export +)?(\(names.joined(separator: "|")))=/#&/"
        return Failure(
            "legacy.reads-settings",
            [
                "path": path, "names": names.joined(separator: ", "),
                "command": "sed -i -E \(shellWord(pattern)) \(shellWord(file.string))",
            ])
    }

    static func legacySets(_ path: FilePath, _ names: [String]) -> Failure {
        Failure(
            "legacy.sets",
            ["path": path, "names": names.joined(separator: ", "), "line": "\(names[0])=${\(names[0]):-…}"])
    }

    static func legacyFailed(_ path: FilePath, _ failed: ToolFailed) -> Failure {
        let cause = Failure(describing: failed)
        let why = [cause.what] + [cause.why].compactMap(\.self)
        return Failure("legacy.failed", ["path": path, "why": why.joined(separator: " – ")])
    }

    static func legacyTooLong(_ path: FilePath, _ limit: Duration) -> Failure {
        Failure("legacy.too-long", ["path": path, "limit": limit])
    }

    static func legacyNothing(_ path: FilePath) -> Failure {
        Failure("legacy.nothing", ["path": path, "word": shellWord(path.string)])
    }

    static func legacySeveral(_ path: FilePath, _ ids: [String]) -> Failure {
        Failure("legacy.several", ["path": path, "list": shorten(ids)])
    }

    static func legacyUnfinished(_ path: FilePath, _ why: Text) -> Failure {
        Failure("legacy.unfinished", ["path": path, "why": why])
    }

    static func legacyForeign(_ path: FilePath, _ name: String) -> Failure {
        Failure("legacy.foreign", ["path": path, "name": visible(name)])
    }

    static func legacyEncrypted(_ path: FilePath, _ name: String) -> Failure {
        Failure("legacy.encrypted", ["path": path, "name": visible(name), "word": shellWord(path.string)])
    }

    static func legacyDamaged(_ path: FilePath, _ file: FilePath, _ error: any Error) -> Failure {
        let name = file.lastComponent?.string ?? file.string
        let why = error is GzipFailed ? Text("verify.not-decompressed") : Failure(describing: error).text
        return Failure("legacy.damaged", ["path": path, "name": name, "why": why])
    }

    static func legacyLacks(_ path: FilePath, _ component: Component.ID) -> Failure {
        Failure("legacy.lacks", ["path": path, "component": component])
    }
}
