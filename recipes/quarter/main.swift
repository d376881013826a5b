import Garde

// A platform that may lose a quarter of an hour, on servers of this machine: a full backup a week by the words, and by cron
//     */15 * * * * root /opt/platform/scripts/backup/backup.sh --type incremental --quiet
// bin/prove loses such a platform at random moments and counts what is gone.
backup {
    postgres(in: .here, incremental: true)
    postgres("shop", database: "shop", in: .here, incremental: true)
    redis(in: .here)
    mail(incremental: true)
    files("uploads", "data/uploads", incremental: true)
    config()
    objectives(rpo: .minutes(30), rto: .hours(4))
}
