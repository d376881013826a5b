import GardeTestSupport
import SystemPackage
import Testing

/// `bin/backup.sh` with a program in the recipe's place that says how it was called.
@Suite struct LauncherTests {
    private let scratch = Scratch()

    @Test("it passes its own folder, the role and the arguments as they are")
    func passesArguments() async throws {
        let folder = try await install("opt/my site/scripts/backup")
        let result = try await call("\(folder)/backup.sh", ["--type", "full", "a  b", "*", ""])
        #expect(result.output == "\(folder)|backup|--type|full|a  b|*||\n")
        #expect(try await call("\(folder)/restore.sh", ["latest"]).output == "\(folder)|restore|latest|\n")
    }

    @Test("it says what was typed")
    func saysWhatWasTyped() async throws {
        let folder = try await install("opt/shop/scripts")
        try scratch.write(
            "opt/shop/scripts/mssante", Array("#!/bin/sh\necho \"$GARDE_COMMAND|$*\"\n".utf8), mode: executable)
        let typed = try await run("env", ["-i", "-C", folder, "./restore.sh", "latest"])
        #expect(typed.output == "./restore.sh|restore latest\n")
    }

    @Test("bash, bash -x, sh and dash read it", arguments: ["bash", "bash -x", "sh", "dash"])
    func shells(_ shell: String) async throws {
        let folder = try await install("opt/mssante/scripts/backup")
        let words = shell.split(separator: " ").map(String.init)
        let result = try await run(words[0], words.dropFirst() + ["\(folder)/restore.sh", "-y"])
        #expect(result.output == "\(folder)|restore|-y|\n")
        #expect(result.status == 0)
    }

    @Test("with cron's environment, and from a folder beside it without a slash in its name")
    func bareEnvironment() async throws {
        let folder = try await install("opt/mssante/scripts/backup")
        #expect(try await run("env", ["-i", "\(folder)/backup.sh"]).output == "\(folder)|backup|\n")
        #expect(try await run("env", ["-i", "-C", folder, "bash", "backup.sh"]).output == "\(folder)|backup|\n")
        let found = try await run("env", ["-i", "-C", "/", "PATH=/usr/bin:/bin:\(folder)", "bash", "backup.sh"])
        #expect(found.output == "\(folder)|backup|\n")
    }

    @Test("through a link elsewhere, the folder that is a scripts/backup tells the platform")
    func linkToInstalled() async throws {
        let folder = try await install("opt/mssante/scripts/backup")
        try await link("usr/bin/save", to: "\(folder)/backup.sh")
        try await link("usr/bin/again", to: "save")
        #expect(try await call(scratch("usr/bin/again").string, []).output == "\(folder)|backup|\n")
    }

    @Test("a link in scripts/backup to a copy elsewhere is of the platform where the link is")
    func linkInPlatform() async throws {
        let elsewhere = try await install("usr/lib/garde")
        try await link("opt/mssante/scripts/backup/backup.sh", to: "../../../../usr/lib/garde/backup.sh")
        try await link("opt/mssante/scripts/backup/restore.sh", to: "\(elsewhere)/restore.sh")
        let folder = scratch("opt/mssante/scripts/backup").string
        #expect(try await call("\(folder)/backup.sh", []).output == "\(folder)|backup|\n")
        #expect(try await call("\(folder)/restore.sh", []).output == "\(folder)|restore|\n")
    }

    @Test("links in a folder that is itself a link are followed as the kernel does")
    func linkedFolder() async throws {
        _ = try await install("srv/tools/lib")
        try await link("srv/tools/backup/backup.sh", to: "../lib/backup.sh")
        try await link("opt/mssante/scripts/backup", to: "../../../srv/tools/backup")
        let folder = scratch("opt/mssante/scripts/backup").string
        #expect(try await call("\(folder)/backup.sh", []).output == "\(folder)|backup|\n")
    }

    @Test("without its program it says which command makes it, in the language of the machine")
    func noProgram() async throws {
        let folder = try await install("opt/mssante/scripts/backup")
        _ = try await run("rm", ["\(folder)/mssante"])
        let english = try await run("env", ["-i", "\(folder)/backup.sh"])
        #expect(english.status == 1)
        #expect(
            english.error == """
                The program mssante is not there. In Garde's own folder, type: bin/recipe install mssante "\(folder)"

                """)
        let french = try await run("env", ["-i", "LANG=fr_FR.UTF-8", "\(folder)/backup.sh"])
        #expect(french.error.hasPrefix("Le programme mssante n'est pas là."))
    }

    @Test("in a checkout it takes what the build made, and else says how to build")
    func checkout() async throws {
        let folder = try await install("garde/bin")
        _ = try await run("rm", ["\(folder)/mssante"])
        try scratch.write("garde/Package.swift", "")
        let missing = try await call("\(folder)/backup.sh", [])
        #expect(missing.error.hasSuffix("bin/recipe build mssante\n"))
        try program("garde/.build/release/mssante")
        #expect(try await call("\(folder)/backup.sh", ["-q"]).output == "\(folder)|backup|-q|\n")
    }

    @Test("a missing library is named by its Debian package, before the program is tried")
    func missingLibrary() async throws {
        let folder = try await install("opt/mssante/scripts/backup")
        let text = try await run("sed", ["s/libacl.so.1/libnowhere.so.1/", "\(folder)/backup.sh"]).output
        try scratch.write("opt/mssante/scripts/backup/backup.sh", Array(text.utf8), mode: executable)
        #expect(try await call("\(folder)/backup.sh", []).status == 0, "the loader finds everything")
        try scratch.write(
            "bin/ldd",
            Array("#!/bin/sh\nprintf '\\tlibacl.so.1 => not found\\n\\tlibc.so.6 => /x (0x1)\\n'\n".utf8),
            mode: executable)
        let result = try await run("env", ["-i", "PATH=\(scratch("bin").string):/usr/bin:/bin", "\(folder)/backup.sh"])
        #expect(result.error == "mssante lacks shared libraries. Type: apt install libacl1\n")
        #expect(result.status == 1)
        #expect(result.output == "")
    }

    @Test("the program's exit code and its signals are the script's own")
    func exitCode() async throws {
        let folder = try await install("opt/mssante/scripts/backup")
        try scratch.write("opt/mssante/scripts/backup/mssante", Array("#!/bin/sh\nexit 75\n".utf8), mode: executable)
        #expect(try await call("\(folder)/backup.sh", []).status == 75)
        try scratch.write(
            "opt/mssante/scripts/backup/mssante", Array("#!/bin/sh\nkill -TERM $$\n".utf8), mode: executable)
        #expect(try await call("\(folder)/backup.sh", []).status == -15)
    }

    // MARK: A place to run in

    /// By its path, as cron does.
    private func call(_ script: String, _ arguments: [String]) async throws -> ToolResult {
        try await run("env", [script] + arguments)
    }

    private let executable: FilePermissions = [.ownerReadWriteExecute]

    /// Copies of the launchers with a program beside them; gives the folder.
    private func install(_ folder: String) async throws -> String {
        try program("\(folder)/mssante")
        let checkout = FilePath(#filePath).removingLastComponent().removingLastComponent().removingLastComponent()
        let launcher = checkout.appending("bin/backup.sh").string
        for name in ["backup.sh", "restore.sh"] {
            #expect(try await run("cp", [launcher, scratch("\(folder)/\(name)").string]).status == 0)
        }
        return scratch(folder).string
    }

    private func program(_ name: String) throws {
        try scratch.write(
            name, Array("#!/bin/sh\nprintf '%s|' \"$GARDE_LAUNCHER\" \"$@\"\necho\n".utf8), mode: executable)
    }

    private func link(_ name: String, to target: String) async throws {
        let path = scratch(name)
        _ = try await run("mkdir", ["-p", path.removingLastComponent().string])
        #expect(try await run("ln", ["-sfn", target, path.string]).status == 0)
    }
}
