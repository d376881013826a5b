import GardeCore
import GardeTestSupport
import SystemPackage
import Testing

/// What advice calls this program.
@Suite struct ProgramCommandTests {
    private let scratch = Scratch()

    @Test func `a package's program is called by its command, and any other by its path`() throws {
        let program = try scratch.write("usr/lib/garde/shop/shop", "")
        #expect(programCommand(of: program) == program)
        try scratch.write("usr/bin/shop", Array("#!/bin/sh\n".utf8), mode: .ownerReadWriteExecute)
        #expect(programCommand(of: program) == scratch("usr/bin/shop"))
        for other in ["usr/lib/garde/shop/other", "opt/garde/shop/shop", "shop"] {
            #expect(programCommand(of: scratch(other)) == scratch(other))
        }
    }
}
