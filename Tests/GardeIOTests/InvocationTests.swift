import Dispatch
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
        DispatchQueue(label: "writer").asyncAfter(deadline: .now() + 0.1) { try? written.close() }
        #expect(try await Invocation(program.string).capture().whenSuccessful().lines == ["hello"])
    }
}
