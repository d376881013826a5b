import Garde
import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

/// What would stop the exchange of a tree is found before anything stops.
@Suite(.enabled(if: isRoot(), "NOT TESTED: only root can fix files and mount")) struct TreeProbeTests {
    private static func canFix() async -> Bool {
        await works("sh", "-c", "cd /tmp && f=$(mktemp) && chattr +i $f; r=$?; chattr -i $f; rm -f $f; exit $r")
    }

    @Test(
        .enabled("this file system knows no chattr") { await canFix() },
        arguments: [
            ("+i", "data/mail/a/deep/f", "files.fixed.fix"), ("+a", "data/mail/a/deep", "files.fixed.fix"),
            // What may be made in the folder itself is tried first.
            ("+i", "data/mail", "system.cure-not-permitted"), ("+a", "data/mail", "files.fixed.fix"),
        ])
    func `what chattr fixed is named before anything stops, with the way to free it`(
        mark: String, path: String, advice: String
    ) async throws {
        let ground = try TreeGround()
        try await ground.shell("mkdir -p data/mail/a/deep; echo 1 > data/mail/a/deep/f; tar -cf ../m.tar data/mail")
        let before = try await ground.list(inodes: true)
        try await ground.shell("chattr \(mark) \(path)")
        let refusal = await ground.refusal { try await ground.load(mail()).analyze(try await ground.files("../m.tar")) }
        try await ground.shell("chattr -i -a \(path)")
        #expect(refusal?.contains("\(ground.root)/\(path)") == true, "\(refusal ?? "")")
        #expect(refusal?.says(advice, in: .english) == true, "\(refusal ?? "")")
        #expect(try await ground.list(inodes: true) == before)
    }

    @Test(.enabled("this file system knows no chattr") { await canFix() })
    func `a single file that chattr fixed is named too`() async throws {
        let ground = try TreeGround()
        try await ground.shell("echo 1 > one.conf; tar -cf ../c.tar one.conf; chattr +i one.conf")
        let load = try ground.load(config("one.conf"))
        let files = try await ground.files("../c.tar")
        let refusal = await ground.refusal { try await load.analyze(files) }
        try await ground.shell("chattr -i one.conf")
        let said = refusal ?? ""
        #expect(
            said.says("files.fixed", ["list": "one.conf"], in: .english)
                && said.says("files.fixed.why", in: .english), "\(said)")
    }

    @Test func `a place that is mounted read-only is named, with the reason`() async throws {
        let ground = try TreeGround()
        try await ground.shell("mkdir -p data/mail/x; echo 1 > data/mail/x/f; tar -cf ../m.tar data/mail")
        try await ground.shell("mount --bind data/mail data/mail && mount -o remount,bind,ro data/mail")
        let files = try await ground.files("../m.tar")
        let refusal = await ground.refusal { try await ground.load(mail()).analyze(files) }
        try await ground.shell("umount data/mail")
        let (said, place) = (refusal ?? "", "\(ground.root)/data/mail")
        #expect(
            said.says("system.not-written-let", ["name": place], in: .english)
                && said.says("system.not-written-let.why", ["why": "Read-only file system"], in: .english), "\(said)")
    }
}
