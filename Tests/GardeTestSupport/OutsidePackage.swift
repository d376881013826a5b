import SystemPackage

/// Builds the package of `Tests/fixtures/outside` into `folder`, and gives the path of its recipe's executable.
///
/// As SwiftPM does with Garde as a dependency, but that what is built of Garde already is not compiled once more: the
/// package imports its modules, under no package's name, and is linked with its objects.
package func buildOutsidePackage(in folder: Scratch) async throws -> String {
    let sources = "\(packageFolder)/Tests/fixtures/outside/Sources"
    let (object, program) = (folder("GardeExtras.o").string, folder("site").string)
    let files = try await run("find", ["\(sources)/GardeExtras", "-name", "*.swift"]).output.lines
    try await compile(
        ["-module-name", "GardeExtras", "-parse-as-library", "-emit-module", "-wmo", "-c"] + files, object)
    try await link(["-I", folder.path.string, "\(sources)/site/main.swift", object], program, in: folder)
    return program
}

/// Builds a recipe of one file in `folder`, and gives the path of its executable.
package func buildRecipe(_ source: String, called name: String, in folder: Scratch) async throws -> String {
    let (main, program) = (try folder.write("main.swift", source), folder(name).string)
    try await link(["-module-name", name, main.string], program, in: folder)
    return program
}

/// With what is built of Garde already.
private func link(_ words: [String], _ program: String, in folder: Scratch) async throws {
    let linked = "\(try buildFolder())/mssante.product/Objects.LinkFileList"
    let others = String(decoding: try FilePath(linked).read(), as: UTF8.self).lines.filter {
        !$0.contains("/mssante.build/")
    }
    let objects = try folder.write("objects", others.joined(separator: "\n"))
    // Package.swift names these, which no module map does.
    try await compile(words + ["@\(objects)", "-larchive", "-lnettle"], program)
}

private func compile(_ words: [String], _ output: String) async throws {
    let folders = try moduleFolders().flatMap { ["-I", $0] }
    let result = try await run("swiftc", ["-swift-version", "6", "-Onone"] + folders + words + ["-o", output])
    guard result.status == 0 else { throw CompilerTrouble(output: result.output + result.error) }
}
