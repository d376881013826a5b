import Garde
import GardeComponents
import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

/// How Docker Compose is called.
@Suite struct ComposeCallTests {
    /// Its files may name PWD; with another one a service would have other folders, and its container would be made anew.
    @Test func `Compose has the platform's folder as PWD, wherever a run began`() async throws {
        let scratch = Scratch()
        try scratch.write("shop/compose.yml", "services: {}\n")
        try scratch.write(
            "tools/docker",
            Array(
                """
                #!/bin/sh
                case "$*" in
                *version*) echo 'Docker Compose version v2.26.1' ;;
                *--project-directory*) tr '\\0' '\\n' </proc/$$/environ | grep ^PWD= >>'\(scratch("heard"))' ;;
                esac
                """.utf8), mode: [.ownerReadWriteExecute])
        let root = realPath(scratch("shop"))
        let surroundings = ["PATH": "\(scratch("tools")):/usr/bin:/bin", "PWD": "/elsewhere"]
        await Invocation.$surroundings.withValue(surroundings) {
            _ = try? await Compose.find(root: root).container(of: "db")
        }
        let heard = String(decoding: try scratch("heard").read(), as: UTF8.self)
        #expect(Set(heard.split(separator: "\n")) == ["PWD=\(root)"])
    }
}
