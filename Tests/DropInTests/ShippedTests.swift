import GardeTestSupport
import SystemPackage
import Testing

/// The executables as they are installed.
@Suite struct ShippedTests {
    @Test(arguments: ["mssante", "database"])
    func `stripped it is under 19 MB, and needs neither Swift's libraries nor ICU`(recipe: String) async throws {
        let scratch = Scratch()
        let program = "\(executables)/\(recipe)"
        let copy = scratch("stripped").string
        #expect(try await run("strip", ["-o", copy, program]).status == 0)
        let size = try await run("stat", ["-c", "%s", copy])
        #expect(Int(size.output.dropLast())! < 19_000_000)
        // What every Debian has: coreutils depends on libacl1, apt on libstdc++6.
        let needed = try await run("objdump", ["-p", program]).output.lines.filter { $0.contains("NEEDED") }
        let names = Set(needed.compactMap { $0.split(separator: " ").last.map { String($0.prefix { $0 != "." }) } })
        #expect(names.isSuperset(of: ["libacl", "libc"]))
        #expect(
            names.subtracting([
                "libacl", "libc", "libm", "libstdc++", "libgcc_s",
                "ld-linux-x86-64",
            ])
                == [])
        let libraries = try await run("ldd", [copy]).output
        #expect(!libraries.contains("not found") && !libraries.contains("libswift"))
    }
}
