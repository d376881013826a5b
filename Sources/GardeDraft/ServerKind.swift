import SystemPackage

/// The servers of databases that images run, as far as their names tell.
enum ServerKind: Hashable {
    case postgres, mariadb, redis
    /// One that Garde has no word for: what may be written instead, nil where nothing is known.
    case foreign(Foreign)

    struct Foreign: Hashable {
        /// A component's name, and commands that dump and load.
        var name = ""
        var dump: [String] = []
        var load: [String] = []
    }

    init?(program: String) {
        switch program {
        case "postgres", "postgresql", "postgis", "pgvector", "timescaledb", "timescaledb-ha", "pgvecto-rs",
            "vchord-postgres", "pgautoupgrade":
            self = .postgres
        case "mariadb": self = .mariadb
        case "redis", "valkey", "redis-stack", "redis-stack-server": self = .redis
        case "mysql", "mysql-server", "percona", "percona-server": self = .foreign(.mysql)
        case "mongo", "mongodb", "mongodb-community-server", "percona-server-mongodb": self = .foreign(.mongo)
        case let name where Self.others.contains(name): self = .foreign(Foreign())
        default: return nil
        }
    }

    /// Of an image whose name does not tell, by what its containers are given and keep.
    init?(variables: Set<String>, _ targets: [String]) {
        if variables.contains(where: { $0.hasPrefix("POSTGRES_PASSWORD") }),
            targets.contains(where: Self.postgres.keeps)
        {
            self = .postgres
        } else if variables.contains(where: { $0.hasPrefix("MARIADB_") }),
            targets.contains(where: { FilePath($0).starts(with: "/var/lib/mysql") })
        {
            self = .mariadb
        } else {
            return nil
        }
    }

    /// Their files, copied while they run, are no whole copy.
    private static let others: Set<String> = [
        "influxdb", "clickhouse", "clickhouse-server", "couchdb", "couchbase", "neo4j", "cassandra", "scylla",
        "elasticsearch", "opensearch", "solr", "rabbitmq", "etcd", "consul", "vault", "kafka", "cp-kafka", "zookeeper",
        "minio", "meilisearch", "typesense", "qdrant", "weaviate", "milvus", "dragonfly", "keydb", "cockroach",
        "surrealdb", "arangodb", "rethinkdb", "firebird", "openldap", "389ds", "mssql-server", "victoria-metrics",
        "prometheus", "mariadb-galera", "postgresql-repmgr", "spilo", "citus", "supabase-postgres", "nats",
    ]

    /// Where its containers keep their data.
    func keeps(_ target: String) -> Bool {
        let places: [String] =
            switch self {
            case .postgres: ["/var/lib/postgresql", "/bitnami/postgresql", "/home/postgres", "/var/lib/pgsql"]
            case .mariadb: ["/var/lib/mysql", "/bitnami/mariadb", "/config"]
            case .redis: ["/data", "/bitnami/redis", "/bitnami/valkey", "/var/lib/redis", "/var/lib/valkey"]
            case .foreign: [""]
            }
        return places.contains { target == $0 || target.hasPrefix("\($0)/") }
    }
}

extension ServerKind.Foreign {
    static let mysql = ServerKind.Foreign(
        name: "mysql",
        dump: [
            "sh", "-c",
            "MYSQL_PWD=$MYSQL_ROOT_PASSWORD mysqldump -uroot --single-transaction --routines --events --all-databases",
        ], load: ["sh", "-c", "MYSQL_PWD=$MYSQL_ROOT_PASSWORD mysql -uroot"])
    static let mongo = ServerKind.Foreign(
        name: "mongodb", dump: ["mongodump", "--quiet", "--archive"],
        load: ["mongorestore", "--quiet", "--archive", "--drop"])

    /// Nil where no tool is known.
    func word(in service: String) -> String? {
        guard !dump.isEmpty else { return nil }
        return
            "command(\(literal(name)), dump: [\(literals(dump))], load: [\(literals(load))], in: \(literal(service)))"
    }
}
