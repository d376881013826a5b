import Garde

// A small shop on one server, without Docker and Redis: two databases of one PostgreSQL, pictures that were uploaded, and
// visits that SQLite counts. Copies lie on a machine with SSH and in a bucket, each for as long as it says; its owner
// hears of what went wrong, and of nothing else. `bin/demo --site` plays its nights, its loss, and what comes back.
backup {
    postgres("shop", database: "shop", in: .here, usedBy: "bookshop")
    postgres("blog", database: "blog", in: .here, usedBy: "bookshop")
    sqlite("visits", "data/visits.sqlite", usedBy: "bookshop")
    files("uploads", "uploads", exclude: ["/thumbnails/", "*.part"], incremental: true, usedBy: "bookshop")
    config(".env", "config", usedBy: "bookshop")

    keep(daily: 14, weekly: 0, monthly: 0)
    sync(to: "nas:bookshop", keep: .daily(35, weekly: 0, monthly: 0))
    sync(to: .s3("bookshop-backups/nights"), keep: .daily(90, weekly: 52, monthly: 24))
    notify(.mail(to: .environment("ALERT_EMAIL"), through: .environment("SMTP_URL")), on: .failure, .incomplete)
}
