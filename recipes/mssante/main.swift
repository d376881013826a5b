import Garde

// What scripts/backup/backup.sh and restore.sh did for the platform. Encryption and copies elsewhere come by flag
// (--encrypt, --sync-remote) or by variable, as they did there.
backup(language: .french) {
    postgres(usedBy: "api", "frontend")
    redis(usedBy: "api", "frontend")
    mail(usedBy: "postfix", "dovecot")
    config(with: "config", "Makefile", "docker-compose.prod.yml")
    certificates("config/certificates")
    keep(daily: 30, weekly: 12, monthly: 12)
    notify(.slack(.environment("SLACK_WEBHOOK_URL")))
    notify(.mail(to: .environment("ALERT_EMAIL")))
}
