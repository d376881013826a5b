import Glibc

/// A message of the compiler and the line that it stands on, counted from 1.
package struct Diagnostic: Sendable, Hashable {
    package let line: Int
    package let message: String

    package init(line: Int, message: String) { (self.line, self.message) = (line, message) }
}

/// The errors that the compiler finds in `source`, taken as the main.swift of a recipe.
package func errors(in source: String) async throws -> [Diagnostic] {
    let folders = try moduleFolders()
    let result = try await run(
        "swiftc",
        ["-typecheck", "-swift-version", "6", "-diagnostic-style", "llvm"] + folders.flatMap { ["-I", $0] } + ["-"],
        input: source)
    let errors = result.error.split(separator: "\n").compactMap { Diagnostic(String($0)) }
    // An error without a line is the compiler's own trouble, such as a module that it does not find.
    if result.status != 0, errors.isEmpty { throw CompilerTrouble(output: result.error) }
    return errors
}

/// The compiler could not do its work; the recipe has no part in it.
package struct CompilerTrouble: Error {
    package let output: String
}

/// Where the compiler finds Garde and all that it is made of: beside the running tests, or in `GARDE_BUILD`.
func moduleFolders() throws -> [String] {
    let build = try buildFolder()
    let root = #filePath.split(separator: "/").dropLast(3).map { "/\($0)" }.joined()
    let checkouts = "\(build)/../../checkouts"
    return [
        "\(build)/Modules", "\(root)/Sources/CGarde", "\(checkouts)/swift-system/Sources/CSystem/include",
        "\(checkouts)/swift-subprocess/Sources/_SubprocessCShims/include",
    ]
}

/// The folder of the running tests, or `GARDE_BUILD`.
package func buildFolder() throws -> String {
    let program = CommandLine.arguments[0]
    guard let slash = program.lastIndex(of: "/") else { throw CompilerTrouble(output: "no folder in \(program)") }
    return getenv("GARDE_BUILD").map { String(cString: $0) } ?? String(program[..<slash])
}

extension Diagnostic {
    /// Reads `<stdin>:5:12: error: message`; nil for a line that says anything else.
    fileprivate init?(_ line: String) {
        let parts = line.split(separator: ":", maxSplits: 4).map(String.init)
        guard parts.count == 5, parts[0] == "<stdin>", parts[3] == " error", let number = Int(parts[1]) else {
            return nil
        }
        self.init(line: number, message: String(parts[4].dropFirst()))
    }
}
