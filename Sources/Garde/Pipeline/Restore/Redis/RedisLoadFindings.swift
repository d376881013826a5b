import GardeIO
import SystemPackage

// What the analysis says against a restore of Redis.
extension Failure {
    static let redisIsSentinel = Failure(
        Text("this is a Sentinel, not a Redis with data", fr: "ceci est un Sentinel, pas un Redis avec des données"),
        fix: Text("Set REDIS_PORT to the server's own.", fr: "Définissez REDIS_PORT avec celui du serveur."))

    static let redisIsReplica = Failure(
        Text("this Redis is a replica", fr: "ce Redis est un réplica"),
        why: Text("its master would undo the restore", fr: "son maître annulerait la restauration"),
        fix: Text("Restore its master: set REDIS_HOST.", fr: "Restaurez son maître : définissez REDIS_HOST."))

    static let redisInCluster = Failure(
        Text("this Redis is a node of a cluster", fr: "ce Redis est un nœud de cluster"),
        why: Text("one node holds a part of the keys only", fr: "un nœud ne contient qu'une partie des clés"))

    static func redisHasReplicas(_ count: String) -> Failure {
        Failure(
            Text("this Redis has replicas: \(count)", fr: "ce Redis a des réplicas : \(count)"),
            why: Text(
                "one of them may take over while it is stopped",
                fr: "l'un d'eux peut prendre la relève pendant son arrêt"),
            fix: Text(
                "Stop the replicas, or type on each: redis-cli REPLICAOF NO ONE",
                fr: "Arrêtez les réplicas, ou tapez sur chacun : redis-cli REPLICAOF NO ONE"))
    }

    static let redisHasSentinel = Failure(
        Text("a Sentinel watches this Redis", fr: "un Sentinel surveille ce Redis"),
        why: Text(
            "it would make another server the master while this one is stopped",
            fr: "il ferait d'un autre serveur le maître pendant l'arrêt de celui-ci"),
        fix: Text("Stop the Sentinels for the restore.", fr: "Arrêtez les Sentinels le temps de la restauration."))

    static func redisMustRun(_ why: Failure) -> Failure {
        Failure(
            Text(
                "Redis has to run, so that it says where its files are",
                fr: "Redis doit tourner, pour dire où sont ses fichiers"),
            why: why.text,
            fix: Text(
                "Start it. If damaged files keep it from starting, move them away and start it empty.",
                fr: "Démarrez-le. Si des fichiers endommagés l'en empêchent, déplacez-les et démarrez-le vide."))
    }

    static func redisDumpDamaged(_ path: FilePath) -> Failure {
        Failure(
            Text("\(path) is no whole RDB file", fr: "\(path) n'est pas un fichier RDB entier"),
            fix: Text("Take another backup.", fr: "Prenez une autre sauvegarde."))
    }

    static func redisRefusesDump(_ said: String) -> Failure {
        Failure(
            Text("this Redis cannot read the backup", fr: "ce Redis ne peut pas lire la sauvegarde"),
            why: Text("redis-check-rdb says: \(said)", fr: "redis-check-rdb dit : \(said)"),
            fix: Text(
                "Take another backup, or install the Redis that wrote it.",
                fr: "Prenez une autre sauvegarde, ou installez le Redis qui l'a écrite."))
    }

    static func redisHasFewerDatabases(_ needed: Int) -> Failure {
        Failure(
            Text("this Redis has too few databases", fr: "ce Redis a trop peu de bases"),
            why: Text(
                "the backup has keys in database \(needed - 1)",
                fr: "la sauvegarde a des clés dans la base \(needed - 1)"),
            fix: Text(
                "Start it with: databases \(needed)", fr: "Démarrez-le avec le réglage : databases \(needed)"))
    }

    static func redisLacksModules(_ types: [String]) -> Failure {
        let names = types.joined(separator: ", ")
        return Failure(
            Text(
                "this Redis lacks modules that the backup needs",
                fr: "il manque à ce Redis des modules que la sauvegarde demande"),
            why: Text("it holds values of \(names)", fr: "elle contient des valeurs de \(names)"))
    }

    static func redisNoRoom(_ free: Int, _ needed: Int) -> Failure {
        let (free, needed) = (free >> 20, (needed + (1 << 20) - 1) >> 20)
        return Failure(
            Text("Not enough disk space for Redis", fr: "Espace disque insuffisant pour Redis"),
            why: Text("\(needed) MiB are needed, \(free) are free", fr: "il faut \(needed) Mio, \(free) sont libres"),
            fix: Text("Type: df -h", fr: "Tapez : df -h"))
    }
}

extension Failure {
    static func redisTooOld(_ dump: RedisContents, _ server: RedisVersion) -> Failure {
        let writer = dump.writer.isEmpty ? "?" : dump.writer
        return Failure(
            Text("this Redis is too old for the backup", fr: "ce Redis est trop ancien pour la sauvegarde"),
            why: Text(
                "the backup is of version \(writer) (RDB \(dump.format)), the server of version \(server.text)",
                fr: "la sauvegarde vient de la version \(writer) (RDB \(dump.format)), le serveur est en \(server.text)"
            ),
            fix: Text("Install Redis \(writer) or newer.", fr: "Installez Redis \(writer) ou plus récent."))
    }
}

extension Text {
    static func redisNotFollowed(_ kind: UInt8) -> Text {
        Text(
            "the RDB file has entries of the unknown kind \(kind): keys cannot be compared after the restore",
            fr: "le fichier RDB a des entrées du genre inconnu \(kind) : les clés ne pourront pas être comparées")
    }

    static func redisMemoryLimit(_ needed: Int, _ limit: Int) -> Text {
        Text(
            "the backup took \(needed >> 20) MiB of memory, maxmemory allows \(limit >> 20): Redis may evict keys or refuse writes",
            fr:
                "la sauvegarde occupait \(needed >> 20) Mio de mémoire, maxmemory en permet \(limit >> 20) : Redis peut évincer des clés ou refuser d'écrire"
        )
    }
}
