package import GardeWords
internal import GardeIO
package import SystemPackage

/// A platform's `.env`, read the way Compose reads it (compose-go's `dotenv` package) and never executed.
package struct DotEnv: Sendable {
    /// What each variable is set to, empty values included.
    package private(set) var values: [String: String] = [:]
    /// What could not be read; the rest of the file counts all the same.
    package private(set) var problems: [Problem] = []

    /// Something in the file that Compose would refuse, or that is no text.
    package struct Problem: Sendable, Hashable {
        /// From 1; nil when it is the file itself.
        package let line: Int?
        /// The variable that stays unset for it; nil when the line names none.
        package let variable: String?
        package let reason: Text
    }

    /// An empty one, where the platform has no `.env`.
    package init() {}

    /// `environment` serves `${NAME}` before the file's own earlier lines do, and names without `=`.
    package init(_ bytes: [UInt8], environment: [String: String] = [:]) {
        var reader = DotEnvReader(bytes)
        while let statement = reader.next() { take(statement, environment) }
    }

    /// Reads `.env` in this folder; a missing one is empty, an unreadable one is a problem.
    package init(in folder: String, environment: [String: String]) {
        self.init(file: FilePath(folder).appending(".env"), environment: environment)
    }

    /// A missing file is empty, an unreadable one is a problem.
    package init(file: FilePath, environment: [String: String]) {
        do {
            let file = try FileDescriptor.open(file, .readOnly, options: [.closeOnExec, .nonBlocking])
            self = try file.thenClose { DotEnv(try file.readAll(), environment: environment) }
        } catch Errno.noSuchFileOrDirectory {
            self.init()
        } catch {
            self.init()
            problems = [Problem(line: nil, variable: nil, reason: .unreadable(error))]
        }
    }

    private mutating func take(_ statement: DotEnvReader.Statement, _ environment: [String: String]) {
        switch statement.content {
        case .inherited(let name): values[name] = environment[name] ?? values[name]
        case .malformed(let reason): problems.append(Problem(line: statement.line, variable: nil, reason: reason))
        case .assigned(let name, let raw):
            do {
                values[name] = try raw.text { [values] in environment[$0] ?? values[$0] }
            } catch {
                problems.append(Problem(line: statement.line, variable: name, reason: error.reason))
            }
        }
    }
}

extension DotEnv.Problem {
    /// One line, as a warning says it.
    package var text: Text {
        let what: [String: any Sayable] = ["reason": reason, "line": line ?? 0, "variable": variable ?? ""]
        let isOf = variable == nil ? "" : "-of"
        return Text(line == nil ? "dotenv.problem\(isOf)" : "dotenv.problem\(isOf)-at", what)
    }
}

/// Why a value could not be made of what stands in the file.
struct DotEnvRefusal: Error {
    let reason: Text
}

extension Text {
    fileprivate static func unreadable(_ error: any Error) -> Text {
        Text("dotenv.unreadable", ["error": "\(error)"])
    }
}
