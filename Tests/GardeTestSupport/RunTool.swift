import Subprocess
import SystemPackage

/// What a tool printed, and the status it exited with; minus the signal's number when one ended it.
package struct ToolResult: Sendable {
    package let status: CInt
    package let output: String
    package let error: String
}

/// Runs a tool, found on the PATH or at its own, to its end, with `input` as its standard input.
package func run(_ tool: String, _ arguments: [String], input: String = "") async throws -> ToolResult {
    let limit = 64 << 20
    let result = try await Subprocess.run(
        .tool(tool), arguments: Arguments(arguments), input: .string(input), output: .string(limit: limit),
        error: .string(limit: limit))
    return ToolResult(
        status: result.terminationStatus.number, output: result.standardOutput, error: result.standardError)
}

extension Executable {
    /// A path where there is a slash, else a name.
    static func tool(_ text: String) -> Executable { text.contains("/") ? .path(FilePath(text)) : .name(text) }
}
