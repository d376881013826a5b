import Garde
import GardeIO
import GardeTestSupport
import GardeWords
import SystemPackage
import Testing

/// What belongs to a file beside its bytes, and where it has none.
@Suite struct TreeAttributeTests {
    private let word = files("app", "app")

    /// Names of attributes, times and holes, both ways, and by plain tar.
    @Test func `names of attributes come back whatever they are made of, by tar too`() async throws {
        let ground = try TreeGround()
        let names = ["a=b", "100%", "%3D", "my note", "été", "日本", "=", "a%20b", "UPPER.case-1"]
        try await ground.shell("mkdir app; echo 1 >app/f; mkdir app/d")
        for name in names {
            try await ground.shell(
                "setfattr -n 'user.\(name)' -v 'v \(name)' app/f; setfattr -n 'user.\(name)' -v w app/d")
        }
        let attributes = "getfattr -Rd -m ^user app | sort"
        let before = try await ground.shell(attributes)
        let saved = try await ground.save([word], "app")
        try await ground.shell("rm -r app")
        try await ground.restore(try ground.load(word), saved)
        #expect(try await ground.shell(attributes) == before)
        try await ground.shell("rm -r app; tar --xattrs -xzf '\(saved.files[0].path)'")
        #expect(try await ground.shell(attributes) == before)
    }

    @Test(arguments: ["tar --xattrs -cf", "bsdtar -cf"])
    func `names of attributes come back from what other programs wrote`(program: String) async throws {
        let ground = try TreeGround()
        try await ground.shell("mkdir app; echo 1 >app/f")
        for name in ["a=b", "100%", "%3D", "my note", "été"] {
            try await ground.shell("setfattr -n 'user.\(name)' -v 'v \(name)' app/f")
        }
        let before = try await ground.shell("getfattr -d -m ^user app/f | sort")
        try await ground.shell("\(program) ../a.tar app; rm -r app")
        try await ground.restore(try ground.load(word), try await ground.files("../a.tar"))
        #expect(try await ground.shell("getfattr -d -m ^user app/f | sort") == before)
    }

    @Test(arguments: ["ours", "tar --format=posix -cf", "bsdtar --format=pax -cf"])
    func `times before 1970 come back to the nanosecond`(program: String) async throws {
        let ground = try TreeGround()
        let times = ["@-1.5", "@-0.25", "@-1.000000001", "@-86400", "@-1234567890.123456789", "@0.5", "@0"]
        // bsdtar cannot write fractions of a second before 1970 as others read them.
        let kept = program.hasPrefix("bsdtar") ? times.filter { !$0.hasPrefix("@-") || !$0.contains(".") } : times
        try await ground.shell("mkdir app")
        for (place, time) in kept.enumerated() { try await ground.shell("touch -d '\(time)' app/f\(place)") }
        try await ground.shell("touch -d '@-7.5' app; \(program.hasPrefix("bsdtar") ? "touch -d @-7 app" : "")")
        let look = "find app -printf '%p %T@\\n' | sort; stat -c '%n %.9Y' app/* "
        let before = try await ground.shell(look)
        if program == "ours" {
            let saved = try await ground.save([word], "app")
            try await ground.shell("rm -r app")
            try await ground.restore(try ground.load(word), saved)
            #expect(try await ground.shell(look) == before)
            try await ground.shell("rm -r app; tar -xzf '\(saved.files[0].path)'")
        } else {
            try await ground.shell("\(program) ../a.tar app; rm -r app")
            try await ground.restore(try ground.load(word), try await ground.files("../a.tar"))
        }
        #expect(try await ground.shell(look) == before)
    }

    @Test
    func `sparse files stay sparse, in the archive, on the disk and by tar, and what they need is what they hold`()
        async throws
    {
        let ground = try TreeGround()
        try await ground.shell(
            """
            mkdir app; truncate -s 2T app/huge; printf end | dd of=app/huge bs=1 seek=1000000000000 conv=notrunc 2>&1
            printf begin | dd of=app/huge conv=notrunc 2>&1; truncate -s 1G app/nothing
            truncate -s 300K app/small; printf x | dd of=app/small bs=1 seek=200000 conv=notrunc 2>&1
            head -c 3000000 /dev/urandom >app/tail; truncate -s 50M app/tail; truncate -s 2T app/named
            setfattr -n user.note -v sparse app/named; printf y | dd of=app/named bs=1 seek=5000000 conv=notrunc 2>&1
            """)
        let look = """
            for f in app/*; do stat -c '%n %s' $f; [ $(stat -c %b $f) -lt 8000 ]; done
            head -c 5 app/huge; dd if=app/huge bs=1 skip=1000000000000 count=3 2>/dev/null; sha256sum app/small app/tail
            dd if=app/named bs=1 skip=5000000 count=1 2>/dev/null
            """
        let before = try await ground.shell(look)
        let saved = try await ground.save([word], "app")
        #expect(try await ground.shell("[ $(stat -c %s '\(saved.files[0].path)') -lt 3200000 ] && echo yes") == "yes\n")
        try await ground.shell("rm -r app")
        try await ground.restore(try ground.load(word), saved)
        #expect(try await ground.shell(look) == before)
        try await ground.shell("rm -r app; tar -xzf '\(saved.files[0].path)'")
        #expect(try await ground.shell(look) == before)
    }

    @Test(.enabled(if: isRoot(), "only root gives capabilities"))
    func `capabilities and setuid bits are said when they are not given back`() async throws {
        let ground = try TreeGround()
        try await ground.shell(
            """
            mkdir app; cp /bin/true app/ping; cp /bin/true app/su; chmod 4755 app/su
            setfattr -n security.capability -v 0x0100000200200000000000000000000000000000 app/ping
            """)
        let saved = try await ground.save([word], "app")
        try await ground.shell("rm -r app")
        try await ground.restore(try ground.load(word), saved)
        #expect(ground.said.says("files.capabilities-lost", ["list": "app/ping"], in: .english))
        #expect(ground.said.says("files.set-id-lost", ["list": "app/su"], in: .english))
        #expect(try await ground.shell("stat -c %a app/su; getfattr -m - app/ping") == "755\n")
        try await ground.shell("tar --xattrs --xattrs-include='*' -xzf '\(saved.files[0].path)'")
        #expect(try await ground.shell("getfattr -d -e hex -m - app/ping").contains("0x01000002"))
    }
}
