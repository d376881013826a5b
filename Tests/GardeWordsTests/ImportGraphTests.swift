import Foundation
import Testing

/// The walls of the house: each target imports only those that stand before it here.
@Suite struct ImportGraphTests {
    private let order = [
        "GardeWords", "GardeIO", "GardeCore", "GardeComponents", "GardeDestinations", "GardeNotifiers", "GardeEngine",
        "Garde", "GardeDraft",
    ]
    private let sources = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Sources")
        .standardized

    @Test func `imports go one way, from the command line down to the words`() throws {
        for (place, target) in order.enumerated() {
            let above = try imports(of: target).subtracting(order.prefix(place)).subtracting([target])
            #expect(above.isEmpty, "\(target) imports \(above.sorted())")
        }
    }

    @Test func `every target has its place in that order`() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: sources.path)
        #expect(Set(folders) == Set(order + ["CGarde"]))
    }

    @Test func `no file has more than 400 lines, those of a language apart`() throws {
        for file in try files(in: sources) where !["English.swift", "French.swift"].contains(file.lastPathComponent) {
            let lines = try String(contentsOf: file, encoding: .utf8).split(
                separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.count <= 401, "\(file.lastPathComponent)")
        }
    }

    @Test func `what Garde says stands in the catalogues of the languages, where tests look at it`() throws {
        for file in try files(in: sources) {
            #expect(try !String(contentsOf: file, encoding: .utf8).contains(/\bfr:\s*#*"/), "\(file.lastPathComponent)")
        }
    }

    private func imports(of target: String) throws -> Set<String> {
        let texts = try files(in: sources.appending(path: target)).map { try String(contentsOf: $0, encoding: .utf8) }
        return Set(
            texts.flatMap { text in
                text.matches(of: /(?m)^(?:[@_a-zA-Z]+ )*import (Garde[A-Za-z]*)$/).map { String($0.output.1) }
            })
    }

    private func files(in folder: URL) throws -> [URL] {
        let all = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.allObjects ?? []
        return all.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
    }
}
