import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// A platform's folder, and the recipe that is drafted of it.
struct DraftScene {
    private let scratch = Scratch()
    var root: FilePath { scratch("platform") }

    /// Files by their paths below the platform's folder; a path that ends in `/` is a folder.
    /// `volumes` are those that the engine has, with the folders beside the platform's where they lie.
    init(_ files: [String: String], crontab: String = "", volumes: [String: String] = [:]) throws {
        for (path, text) in files {
            let isFolder = path.hasSuffix("/")
            try scratch.write("platform/\(path)\(isFolder ? ".keep" : "")", text)
        }
        let lines = crontab.replacing("ROOT", with: root.string)
        try scratch.write("lines", lines)
        try scratch.write(
            "tools/crontab", Array("#!/bin/sh\ncat '\(scratch("lines"))'\n".utf8), mode: [.ownerReadWriteExecute])
        let list = volumes.map { #"{"Name": "\#($0)", "Mountpoint": "\#(scratch($1))", "Options": null}"# }
        try scratch.write("engine", "[\(list.joined(separator: ", "))]")
        try scratch.write(
            "tools/docker", Array("#!/bin/sh\ncat '\(scratch("engine"))'\n".utf8), mode: [.ownerReadWriteExecute])
    }

    func draft(_ variables: [String: String] = [:]) async throws -> ToolResult {
        let own = [
            "PATH": "\(scratch("tools").string):/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": scratch.path.string,
        ]
        return try await run("\(try buildFolder())/GardeDraft", [root.string], variables: own.merging(variables) { $1 })
    }

    /// The drafted recipe, which compiles.
    func recipe(_ place: SourceLocation = #_sourceLocation) async throws -> Drafted {
        let result = try await draft()
        #expect(result.status == 0 && result.error == "", "\(result.error)", sourceLocation: place)
        #expect(try await errors(in: result.output) == [], "\(result.output)", sourceLocation: place)
        return Drafted(text: result.output)
    }
}

struct Drafted {
    let text: String

    /// The words that count, without remarks.
    var words: [String] {
        text.split(separator: "\n").map { $0.drop { $0 == " " } }
            .filter { !$0.hasPrefix("//") && !["import Garde", "backup {", "}"].contains($0) }.map(String.init)
    }

    /// Those that are left to decide.
    var proposed: [String] {
        text.split(separator: "\n").map { $0.drop { $0 == " " } }.filter { $0.hasPrefix("// ") && $0.contains("(") }
            .map { String($0.dropFirst(3)) }
    }

    func says(_ id: String, _ arguments: [String: any Sayable] = [:]) -> Bool {
        text.says(id, arguments, in: .english)
    }
}

extension DraftScene {
    static let database = "SQLite format 3\0" + String(repeating: "\u{1}", count: 84)
    static let certificate = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
    static let key = "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n"
}
