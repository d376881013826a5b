import GardeEngine
import Testing

/// What is shown of lines in crontabs: reports are sent away, and drafts are committed.
@Suite struct ShownLineTests {
    @Test(arguments: [
        "0 2 * * * /opt/shop/scripts/backup/backup.sh --quiet --type full >>/var/log/b.log 2>&1",
        "@daily root test ! -x /usr/bin/shop || /usr/bin/shop backup --quiet",
        "*/15 8-18 * * mon-fri nice -n 19 flock -n /run/lock/b /srv/backup.sh && echo done >/dev/null",
        "0 2 * * * cd \"$HOME/shop\" && . ./env.sh && BACKUP_ROOT=/mnt/b ./backup.sh --only mail,shop",
        "0 2 * * * /opt/b.sh --log `date +\\%F`", "0 2 * * * bash -lc '/opt/b.sh -q >/tmp/x 2>/tmp/y'",
        "5 4 1 jan * find /srv/b -mtime +30 -type f -delete",
    ])
    func `what is known to be harmless stands there as it was typed`(line: String) {
        let shown = shownLine(line)
        let lost = zip(line.split(separator: " "), shown.split(separator: " ")).filter { $0 != $1 }
        // An argument of `echo` or `-type` may be anything.
        #expect(lost.allSatisfy { ["done", "f"].contains($0.0) }, "\(shown)")
    }

    @Test(arguments: [
        "sshpass -pgeheim ssh anna@host /b.sh", "sshpass -p geheim scp /x host:/y", "sshpass -p'geheim 1' rsync /a /b",
        "mysqldump -uroot -p\"geheim\" shop", "mysql --password=geheim", "mysql --password geheim", "mysql '-pgeheim'",
        "curl -u me:geheim https://x", "curl -ume:geheim https://x", "curl --user=me:geheim /x",
        "curl --user me:geheim",
        "curl -fsS https://me:geheim@host/x", "curl 'https://host/hook/geheim'", "curl -H 'X-Token: geheim' https://x",
        "curl -d '{\"k\": \"geheim\"}' https://x", "wget --post-data geheim", "rsync /a rsync://me:geheim@host/b",
        "openssl enc -k geheim", "openssl enc -pass pass:geheim", "openssl -passin=geheim", "gpg --passphrase=geheim",
        "PGPASSWORD=geheim /b.sh", "env PGPASSWORD='geheim x' /b.sh", "export A=\"x geheim\"; /b.sh",
        "A=x\\ geheim /b.sh",
        "sh -c 'TOKEN=geheim /b.sh'", "sh -c \"mysql -p'geheim'\"", "bash -c \"echo \\\"geheim\\\" | /b.sh\"",
        "echo geheim | gpg --passphrase-fd 0", "gpg --passphrase-fd 0 <<<geheim", "gpg --passphrase-fd 0%geheim",
        "printf geheim|/b.sh", "restic -r rest:https://me:geheim@host/ backup", "7z a -pgeheim /x.7z",
        "zip -P geheim /x",
        "REMOTE_DESTINATION=s3://me:geheim@host /b.sh", "rclone copy /x :sftp,pass=geheim:/y", "redis-cli -a /geheim",
        "redis-cli -u redis://:geheim@host", "/b.sh --gpg-passphrase geheim", "/b.sh geheim", "/b.sh $(cat geheim)",
        "mongodump --uri=mongodb://me:geheim@host", "mongodump -p geheim", "A+=geheim /b.sh", "/b.sh -xgeheim",
    ])
    func `no secret of it is shown`(command: String) {
        for line in ["0 2 * * * \(command)", "@daily root \(command)", "0 2 * * \(command)", command] {
            let shown = shownLine(line)
            #expect(!shown.contains("geheim") && shown.contains("…"), "\(shown)")
        }
    }
}
