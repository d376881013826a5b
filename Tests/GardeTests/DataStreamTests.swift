import Garde
import GardeIO
import GardeTestSupport
import GardeWords
import Synchronization
import SystemPackage
import Testing

/// Data of a kind that is not Garde's own: saved, proved, restored and taken back as any other.
@Suite struct DataStreamTests {
    /// A file that ends in `END`, and opens to a password; `load` loses what is there before it fails.
    private struct Register: DataStream {
        let path: String
        var isBroken = false
        /// Takes what it is given, says nothing, and keeps nothing.
        var isForgetful = false
        var password: Secret?

        var address: String?

        var secrets: [Secret] { password.map { [$0] } ?? [] }
        func subject(_ value: (Setting) -> String?) -> String? { address }

        func check(_ platform: PlatformAccess) async throws {
            if let password {
                guard try await platform.value(password) == "sesame" else {
                    throw Failure("register.closed", Text("the register is closed"))
                }
                platform.log("opened in \(platform.root)")
            }
            guard FilePath(path).exists else { throw Failure("register.missing", Text("the register is not there")) }
        }

        func save(_ platform: PlatformAccess, _ write: @Sendable ([UInt8]) throws -> Void) throws {
            for line in try FilePath(path).read().split(separator: 10) { try write(Array(line) + [10]) }
        }

        func inspect(_ read: @Sendable () throws -> [UInt8]?) throws {
            var last: [UInt8] = []
            while let bytes = try read() { last = (last + bytes).suffix(4) }
            guard last == Array("END\n".utf8) else { throw Failure("register.cut", Text("the register ends early")) }
        }

        func load(_ platform: PlatformAccess, _ read: @Sendable () throws -> [UInt8]?) throws {
            var all: [UInt8] = []
            while let bytes = try read() { all += bytes }
            if isForgetful { return try Data.write([], to: path) }
            try Data.write(isBroken && all.starts(with: Array("old".utf8)) ? [] : all, to: path)
            if isBroken, all.starts(with: Array("old".utf8)) {
                throw Failure("register.shut", Text("the register is shut"))
            }
        }

        func compare(_ platform: PlatformAccess, _ read: @Sendable () throws -> [UInt8]?) throws {
            guard try read() == FilePath(path).read() else { throw Failure("register.differs", Text("it differs")) }
        }

        var commandByHand: String? { "cat >register" }
    }

    private enum Data {
        static func write(_ bytes: [UInt8], to path: String) throws {
            let file = try FileDescriptor.open(
                FilePath(path), .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
            try file.closeAfter { _ = try file.writeAll(bytes) }
        }
    }

    private func scene(isBroken: Bool = false, password: Secret? = nil) throws -> RecipeScene {
        try RecipeScene { scratch in
            source(
                "register",
                Register(path: scratch("root/register").string, isBroken: isBroken, password: password))
        }
    }

    @Test func `it is saved, and replaces what is there`() async throws {
        let scene = try scene()
        try await scene.shell("printf 'old\\nEND\\n' >register")
        #expect(try await scene.backup().end == .done)
        try await scene.shell("printf 'new\\nmore\\nEND\\n' >register")
        #expect(try await scene.restore("--yes", "latest").end == .done)
        #expect(try await scene.shell("cat register") == "old\nEND\n")
    }

    @Test func `a stream that its own inspection refuses is not saved`() async throws {
        let scene = try scene()
        try await scene.shell("printf 'old\\n' >register")
        let run = try await scene.backup()
        #expect(run.end == nil && run.said.contains("register: the register ends early"), "\(run)")
        try await scene.shell("rm register")
        let missing = try await scene.backup()
        #expect(missing.end == nil && missing.said.contains("the register is not there"), "\(missing)")
    }

    @Test func `a load that fails is taken back by loading what was there`() async throws {
        let scene = try scene(isBroken: true)
        try await scene.shell("printf 'old\\nEND\\n' >register")
        #expect(try await scene.backup().end == .done)
        try await scene.shell("printf 'new\\nEND\\n' >register")
        let run = try await scene.restore("--yes", "latest")
        #expect(run.end == nil && run.said.contains("the register is shut"), "\(run)")
        #expect(run.said.says("restore.took-back", in: .english), "\(run)")
        #expect(try await scene.shell("cat register") == "new\nEND\n")
    }

    @Test func `it is given the password that it names, and its lines go to the log`() async throws {
        var scene = try scene(password: .environment("REGISTER_PASSWORD"))
        try await scene.shell("printf 'old\\nEND\\n' >register")
        let shut = try await scene.backup()
        #expect(shut.end == nil && shut.said.contains("the register is closed"), "\(shut)")
        scene.variables["REGISTER_PASSWORD"] = "sesame"
        let open = try await scene.backup("--verbose")
        #expect(open.end == .done, "\(open)")
        let log = try await scene.shell("cat ../backups/*.log")
        #expect(log.contains("opened in \(scene.root)"), "\(log)")
    }

    @Test func `a way back is looked at too, and one that kept nothing is not called good`() async throws {
        let scene = try RecipeScene { scratch in
            source("register", Register(path: scratch("root/register").string, isForgetful: true))
        }
        try await scene.shell("printf 'old\\nEND\\n' >register")
        #expect(try await scene.backup().end == .done)
        let run = try await scene.restore("--yes", "latest")
        #expect(run.end == nil && run.said.says("restore.journal-stays", in: .english), "\(run)")
        #expect(
            !run.said.says("restore.took-back", in: .english) && run.said.contains("register: it differs"), "\(run)")
        #expect(try await scene.names(".restore-journal").count == 1)
    }

    @Test func `a manifest holds neither the login of an address nor what a command is given`() async throws {
        let scene = try RecipeScene { scratch in
            source("register", Register(path: scratch("root/register").string, address: "https://me:sesame@host/club"))
            command("members", dump: ["cat", "register"], load: ["sh", "-c", "cat >register # sesame"])
        }
        try await scene.shell("printf 'old\\nEND\\n' >register")
        #expect(try await scene.backup().end == .done)
        let manifest = try await scene.shell("cat ../backups/2*/manifest.json")
        #expect(
            manifest.contains("host") && manifest.contains("members") && !manifest.contains("sesame"), "\(manifest)")
    }
}
