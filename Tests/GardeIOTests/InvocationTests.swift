import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

/// How programs are started.
@Suite struct InvocationTests {
    @Test func `a program that is being put in place is started once it is there`() async throws {
        let scratch = Scratch()
        let program = try scratch.write(
            "hello", Array("#!/bin/sh\necho hello\n".utf8), mode: [.ownerReadWriteExecute])
        let written = try FileDescriptor.open(program, .writeOnly, options: [.append, .closeOnExec])
        async let said = Invocation(program.string).capture().whenSuccessful()
        try await Task.sleep(for: .milliseconds(200))
        try written.close()
        #expect(try await said.lines == ["hello"])
    }
}
