package import GardeCore
internal import GardeWords
package import SystemPackage
package import GardeIO

/// What a source needs to know of where it is.
package struct Site: Sendable {
    package let recipe: String
    /// The platform's root, absolute and without links.
    package let root: FilePath
    package let usesCompose: Bool
    /// Reached once, when a source lies in a container.
    package let compose: Compose?
    package let console: any Reporter
    /// The value of a variable by the order of precedence, nil when unset or empty.
    package let variable: @Sendable (String) -> String?
    /// The value of a variable in this process's own environment, which counts before the platform's `.env`.
    package let environment: @Sendable (String) -> String?
    /// The databases that the recipe names.
    package let savedDatabases: Set<String>
    /// Names this run's sessions on the servers.
    package var session: String
    /// What the platform's Compose project is made of.
    package var stack = Stack()
    /// The Compose services whose servers hold what the recipe saves through them.
    package var dataServices: Set<String> = []
    /// What the recipe calls what it saves.
    package var names: Set<String> = []
    /// A folder that may be made, for what has to be a file while it is looked at; nil where nothing is written.
    package var workshop: FilePath?

    package init(
        recipe: String = "", root: FilePath, usesCompose: Bool, compose: Compose?, console: any Reporter,
        variable: @escaping @Sendable (String) -> String?, savedDatabases: Set<String>, session: String,
        environment: @escaping @Sendable (String) -> String? = { _ in nil }
    ) {
        (self.recipe, self.root, self.usesCompose, self.compose) = (recipe, root, usesCompose, compose)
        (self.console, self.variable, self.environment) = (console, variable, environment)
        (self.savedDatabases, self.session) = (savedDatabases, session)
    }

    var identity: Identity { Identity(root, recipe) }

    /// What a configuration lacks of the project; nil for what is none.
    func gaps(of source: Source, _ otherPaths: [String]) -> StackGaps? {
        guard source.kind.isConfiguration else { return nil }
        return StackGaps(stack, source.paths + otherPaths, in: root, dataServices: dataServices)
    }

    /// What an administrator knows the Compose project by; nil without Compose.
    package var project: String? {
        if let known = compose?.knownName { return known }
        return usesCompose ? variable("COMPOSE_PROJECT_NAME") ?? root.lastComponent?.string : nil
    }

    package func value(_ setting: Setting) -> String? {
        switch setting {
        case .text(let text): text
        case .environment(let name): variable(name)
        }
    }

    /// A program of the recipe: a path is relative to the platform's root, whatever the current folder.
    package func program(_ name: String) -> String { name.contains("/") ? root.pushing(FilePath(name)).string : name }

    /// A program of the recipe with its arguments, given what its owner set for it; secrets of Garde's are not its.
    package func call(_ words: [String], _ reach: Reach, environment: [String: String] = [:]) -> Invocation {
        var call = reach.invocation(
            reach == .here ? program(words[0]) : words[0], Array(words.dropFirst()), environment: environment)
        call.folder = root
        call.family = .isWaitedFor
        if reach == .here { call.inherits = .everything }
        return call
    }

    /// Nil when its variable, or the one that names a file for it, is unset. A file's first line; a command's output
    /// without its line end. Throws a `Failure` that names the file that cannot be read.
    package func value(_ secret: Secret) async throws -> String? {
        switch secret {
        case .environment(let name):
            return try variable(name) ?? text(inFileOf: name)
        case .file(let path): return try Self.firstLine(of: root.pushing(FilePath(path)))
        case .command(let words):
            guard let program = words.first else { return nil }
            let output = try await Invocation(program, Array(words.dropFirst()), inherits: .everything, in: root)
                .capture()
            return try output.whenSuccessful().split(whereSeparator: \.isNewline).first.map(String.init)
        }
    }

    /// The first line of the file that `NAME_FILE` names, as the images of servers have it; nil where it is unset.
    ///
    /// Throws a `Failure` for a file that cannot be read or says nothing.
    package func text(inFileOf name: String) throws -> String? {
        guard let path = variable("\(name)_FILE") else { return nil }
        let file = root.pushing(FilePath(path))
        guard let text = try Self.firstLine(of: file) else { throw Failure.valueMissing("\(name)_FILE", file) }
        return text
    }

    /// Puts what a child says on standard error into the log, a line at a time.
    package func hear(_ component: Component.ID) -> @Sendable (String) -> Void {
        { [console] line in console.heard(component.name, line) }
    }

    package func reach(_ place: Place) async throws -> Reach {
        switch place {
        case .here: return .here
        case .automatic(let service): return usesCompose ? try await container(service) : .here
        case .compose(let service): return try await container(service)
        }
    }

    private func container(_ service: String) async throws -> Reach {
        guard let compose else { throw await Compose.trouble() }
        return .container(try await compose.container(of: service))
    }

    /// Without its end; nil when there is none. Throws a `Failure` that names the file.
    package static func firstLine(of path: FilePath) throws -> String? {
        do {
            let file = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
            let bytes = try file.thenClose { try file.readAll(limit: 1 << 16) }
            return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).first.map(String.init)
        } catch let error as Errno { throw Failure.secretUnreadable(path.string, error) }
    }
}

extension Failure {
    static func valueMissing(_ variable: String, _ file: FilePath) -> Failure {
        Failure("backup.value-missing", ["variable": variable, "path": file.string])
    }

    static func secretUnreadable(_ path: String, _ error: Errno) -> Failure {
        Failure("backup.secret-unreadable", ["path": path, "why": "\(error)"])
    }
}
