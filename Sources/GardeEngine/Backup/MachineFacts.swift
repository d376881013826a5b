import GardeComponents
import GardeCore
import GardeIO
import SystemPackage

/// What the manifest says of the machine and of the application.
struct MachineFacts {
    let system: Manifest.System
    let application: Manifest.Application

    static func collect(_ plan: Plan) async -> MachineFacts {
        let docker =
            plan.usesCompose
            ? await line(of: Invocation("docker", ["version", "--format", "{{.Server.Version}}"])) : nil
        let git = { (words: [String]) in
            let safe = ["-c", "safe.directory=\(plan.root.string)", "-C", plan.root.string]
            return await line(of: Invocation("git", safe + words))
        }
        return MachineFacts(
            system: .init(
                hostname: hostName(), os: operatingSystem(), dockerVersion: docker, platform: plan.identity.platform,
                compose: plan.project),
            application: .init(
                version: await git(["describe", "--tags", "--always"]) ?? plan.appVersion ?? "unknown",
                commit: await git(["rev-parse", "--short", "HEAD"]) ?? "unknown"))
    }

    /// The first line that a program prints; nil when it is missing, fails or prints nothing.
    private static func line(of invocation: Invocation) async -> String? {
        let answer = try? await invocation.capture(timeout: .seconds(10)).whenSuccessful()
        return answer?.split(separator: "\n").first.map(String.init)
    }

    /// PRETTY_NAME of os-release(5).
    private static func operatingSystem() -> String {
        let file = try? FileDescriptor.open("/etc/os-release", .readOnly, options: .closeOnExec)
        defer { try? file?.close() }
        let text = String(decoding: (try? file?.readAll(limit: 1 << 16)) ?? [], as: UTF8.self)
        let line = text.split(separator: "\n").first { $0.hasPrefix("PRETTY_NAME=") }
        return line.map { String($0.dropFirst(12).filter { $0 != "\"" }) } ?? "Linux"
    }
}
