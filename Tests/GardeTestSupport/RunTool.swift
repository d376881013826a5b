import Subprocess

/// What a tool printed, and the status it exited with; minus the signal's number when one ended it.
package struct ToolResult: Sendable {
    package let status: CInt
    package let output: String
    package let error: String
}

/// Runs a tool found on the PATH to its end, with `input` as its standard input.
package func run(_ tool: String, _ arguments: [String], input: String = "") async throws -> ToolResult {
    let limit = 64 << 20
    let result = try await Subprocess.run(
        .name(tool), arguments: Arguments(arguments), input: .string(input), output: .string(limit: limit),
        error: .string(limit: limit))
    let status: CInt =
        switch result.terminationStatus {
        case .exited(let code): code
        case .signaled(let signal): -signal
        }
    return ToolResult(status: status, output: result.standardOutput, error: result.standardError)
}
