import GardeComponents
import GardeCore
import GardeIO
import GardeWords
import SystemPackage

extension Drafting {
    /// Words for the servers of databases, and remarks on those that there is no word for.
    mutating func draftServers() {
        for (service, kind) in servers {
            switch kind {
            case .postgres: draft(service, "postgres", "postgresql", ["POSTGRES_DB", "POSTGRES_USER"], ["POSTGRES_DB"])
            case .mariadb:
                draft(service, "mariadb", "mariadb", ["MARIADB_DATABASE"], ["MARIADB_DATABASE", "MYSQL_DATABASE"])
            case .redis: draftRedis(service)
            case .foreign(let foreign):
                let id = foreign.dump.isEmpty ? "draft.server-unknown" : "draft.server-foreign"
                leaveServer(service, Text(id, about(service)), word: foreign.word(in: service.name))
            }
        }
        for service in services where mayBeServer(service) {
            leaveServer(service, Text("draft.may-be-server", about(service)))
        }
        guard !usesCompose, envFile["POSTGRES_DB"] != nil || envFile["POSTGRES_DB_FILE"] != nil else { return }
        names.formUnion(["postgresql", "postgresql_roles"])
        let arguments = excludedData("postgres", ofOne: true).map { "excludeData: \($0)" } ?? ""
        page.add("postgres(\(arguments))", to: .servers, [Text("draft.postgres-here")])
    }

    /// The list of what the old dump goes without; of several servers nothing tells which it means.
    private mutating func excludedData(_ word: String, ofOne isOne: Bool) -> String? {
        let found = script.excluded.filter { $0.option == OldScript.Excluded.options[word] }
        for one in found where !isOne || one.pattern == nil {
            page.leave(Text("draft.exclude-data", ["option": one.option, "line": one.line]), to: .servers)
        }
        let patterns = found.compactMap(\.pattern).reduce(into: [String]()) { list, next in
            if !list.contains(next) { list.append(next) }
        }
        return isOne && !patterns.isEmpty ? "[\(literals(patterns))]" : nil
    }

    private mutating func leaveServer(_ service: ComposeService, _ remark: Text, word: String? = nil) {
        page.leave(remark, word: word, to: .servers)
    }

    private func about(_ service: ComposeService) -> [String: any Sayable] {
        ["service": service.name, "image": service.image ?? "-"]
    }

    /// Nothing tells what it runs, and it keeps what a server would.
    func mayBeServer(_ service: ComposeService) -> Bool {
        guard !servers.contains(where: { $0.service.name == service.name }) else { return false }
        let isKnown = service.program.map { !$0.isEmpty && !service.isBuilt } == true
        let isCalledSo = service.name.lowercased().contains(/^(db|database|sql|.*[-_]db|.*[-_]database)$/)
        let targets = mounts.filter { $0.services.contains(service.name) }.flatMap(\.targets)
        let keepsSuch = targets.contains { target in
            ["/var/lib/mysql", "/var/lib/postgresql", "/data/db", "/bitnami/"].contains(where: target.hasPrefix)
        }
        return keepsSuch || isCalledSo && !targets.isEmpty || !isKnown && !service.isBuilt && !targets.isEmpty
    }

    // MARK: Words

    /// `own` are variables that `.env` may hold for another server, `known` those by which the database is named.
    private mutating func draft(
        _ service: ComposeService, _ word: String, _ component: String, _ own: [String], _ known: [String]
    ) {
        var (arguments, remarks) = ([String](), [Text("draft.service", about(service))])
        if let name = componentName(component, of: service) { arguments.append(literal(name)) }
        for (variable, label) in zip(own, ["database", "user"]) {
            guard let value = service.variable(variable), let other = envFile[variable], value != other else {
                continue
            }
            // What `.env` says counts before what the container was given.
            if let raw = service.declared[variable], !raw.contains("$") {
                arguments.append("\(label): \(literal(raw))")
            } else {
                let what: [String: any Sayable] = ["variable": variable, "service": service.name, "label": label]
                page.leave(Text("draft.variable-of-another", what), to: .servers)
            }
        }
        if service.name != word { arguments.append("in: \(literal(service.name))") }
        let isOne = servers.count { $0.kind == (word == "postgres" ? .postgres : .mariadb) } == 1
        if let list = excludedData(word, ofOne: isOne) { arguments.append("excludeData: \(list)") }
        if let users = users(of: service, &remarks) { arguments.append("usedBy: \(literals(users))") }
        page.add("\(word)(\(arguments.joined(separator: ", ")))", to: .servers, remarks)
        let isNamed = (known + known.map { "\($0)_FILE" }).contains { name in
            service.environment[name].map { !$0.isEmpty } == true || envFile[name].map { !$0.isEmpty } == true
        }
        let isUsersOwn = word == "postgres" && service.environment["POSTGRES_USER"] != nil
        if !isNamed, !isUsersOwn {
            let what = about(service).merging(["list": known.joined(separator: ", "), "compose": compose]) { $1 }
            page.leave(Text("draft.which-database-\(word)", what), to: .servers)
        }
        if isNamed || isUsersOwn { draftOtherDatabases(of: service, word, known) }
        if service.image?.contains("bitnami") == true, word == "postgres" {
            page.leave(Text("draft.bitnami", about(service)), to: .servers)
        }
    }

    private mutating func draftRedis(_ service: ComposeService) {
        let mounted = mounts.contains { mount in
            mount.services.contains(service.name) && mount.targets.contains(where: ServerKind.redis.keeps)
        }
        var (arguments, remarks) = ([String](), [Text("draft.service", about(service))])
        if let name = componentName("redis", of: service) { arguments.append(literal(name)) }
        if service.name != "redis" { arguments.append("in: \(literal(service.name))") }
        guard mounted else {
            let word = "redis(\(arguments.joined(separator: ", ")))"
            return page.leave(Text("draft.redis-without-volume", about(service)), word: word, to: .servers)
        }
        if let users = users(of: service, &remarks) { arguments.append("usedBy: \(literals(users))") }
        page.add("redis(\(arguments.joined(separator: ", ")))", to: .servers, remarks)
        let isGiven = envFile["REDIS_PASSWORD"] != nil || service.environment["REDIS_PASSWORD"] != nil
        let hasPassword =
            service.command.contains("requirepass")
            || service.declared.contains { key, value in
                key.uppercased().contains("PASS") && !key.hasPrefix("ALLOW_EMPTY") && !value.isEmpty
            }
        if hasPassword, !isGiven {
            page.leave(Text("draft.redis-password", about(service)), to: .servers)
        }
    }

    /// Nil for the first of its kind, which has the word's own name.
    private mutating func componentName(_ component: String, of service: ComposeService) -> String? {
        let others = ["\(component)_roles", "\(component)_aof", "\(component)_accounts"]
        guard names.insert(component).inserted else { return freeName([service.name, "\(component)_\(service.name)"]) }
        names.formUnion(others)
        return nil
    }

    // MARK: Who uses it

    /// The services that say so, where no other could; nil where that is not certain, with a remark of who might.
    private func users(of server: ComposeService, _ remarks: inout [Text]) -> [String]? {
        let others = services.filter { other in
            other.name != server.name && !servers.contains { $0.service.name == other.name }
        }
        let certain = others.filter { $0.names(server.name) }.map(\.name)
        let possible = others.filter { mayReach(server, from: $0) }.map(\.name).filter { !certain.contains($0) }
        guard possible.isEmpty, !certain.isEmpty else {
            if !possible.isEmpty {
                remarks.append(Text("draft.used-by-unknown", ["list": shorten(possible)]))
            }
            return nil
        }
        return certain
    }

    /// By a network, by the machine's own, or by a folder that both have.
    private func mayReach(_ server: ComposeService, from other: ComposeService) -> Bool {
        let shares = mounts.contains { Set([server.name, other.name]).isSubset(of: $0.services) && !$0.isReadOnly }
        guard let own = server.networks(services), let theirs = other.networks(services) else {
            return shares || server.publishesPorts || server.networks(services) == nil
        }
        return shares || !own.isDisjoint(with: theirs)
    }
}
