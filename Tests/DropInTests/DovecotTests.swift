import GardeTestSupport
import SystemPackage
import Testing

@Suite(.tags(.server)) struct DovecotTests {
    @Test func `Dovecot finds the same messages under the same UIDs in a restored tree`() async throws {
        try await ThrowawayPlatform.with(.mail(200)) { platform in
            #expect(try await platform.backup(mailOnly).status == 0)
            let copy = platform.folder.appending("copy").string
            let extract = "chmod 711 .. && mkdir $0 && tar -C $0 --acls --xattrs -xpzf mail_$id.tar.gz"
            let extracted = try await platform.newestBackup().sh(extract.replacing("$0", with: copy))
            #expect(extracted.status == 0)
            #expect(try await run("chmod", ["711", platform.folder.string]).status == 0)
            for user in ["user", "secretariat+urgences"] {
                let new = try await dovecotMessages(of: user, below: "\(copy)/mail")
                let old = try await dovecotMessages(of: user, below: platform.root.pushing("data/mail").string)
                #expect(old.count > 5)
                #expect(old == new)
            }
        }
    }
}

/// Mailbox, UID, name, flags, date and size of each message.
func dovecotMessages(of user: String, below mail: String) async throws -> [String] {
    let script = """
        work=$(mktemp -d) && chmod 755 $work
        printf '%s\\n' "base_dir = $work" "state_dir = $work" "stats_writer_socket_path =" "log_path = $work/log" \\
            "mail_uid = 5000" "mail_gid = 5000" "first_valid_uid = 1" "mail_location = maildir:$0" >$work/dovecot.conf
        HOME=$work USER=user doveadm -c $work/dovecot.conf -f tab \\
            fetch 'mailbox uid guid flags date.received size.virtual' all
        status=$?; rm -rf $work; exit $status
        """
    let result = try await run("sh", ["-c", script, "\(mail)/domain.example/\(user)"])
    #expect(result.status == 0)
    return Array(result.output.lines.dropFirst())
}
