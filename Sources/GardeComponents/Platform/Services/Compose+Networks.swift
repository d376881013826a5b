import GardeCore
import GardeIO
package import GardeWords

// From 2.31 on Compose makes a network anew that its files define otherwise than when it was made, whatever it is asked to
// start: it stops what of that is in the network, takes it out, and fails where anything else goes on in it.

extension Compose {
    /// Networks that were made from other definitions than the restored files have, else those that are there, with the
    /// containers that run in them. None where Compose lets them be.
    package func otherNetworks(
        _ project: ComposeProject, _ restored: RestoredStack, keepsEnvironment: Bool
    ) async -> [OtherNetwork] {
        guard !isVersion1, let made = try? await networks(of: project), !made.isEmpty,
            let text = try? await config(project, restored, keepsEnvironment, ["--format", "json"]),
            case .object(let document)? = JSON(Array(text.utf8)),
            case .object(let asked)? = document.first(where: { $0.key == "networks" })?.value
        else { return [] }
        var others: [OtherNetwork] = []
        for network in made {
            guard let new = asked.first(where: { $0.key == network.key })?.value, network.count != Self.count(new)
            else { continue }
            others.append(OtherNetwork(name: network.name, running: await running(in: network.name)))
        }
        return others
    }

    private struct Network {
        let name: String
        /// What the files call it.
        let key: Substring
        /// Of its definition, by Compose.
        let count: Substring
    }

    /// Those that an older Compose made have no count, and are let be.
    private func networks(of project: ComposeProject) async throws -> [Network] {
        let labels = ["network", "config-hash"].map { "{{.Label \"com.docker.compose.\($0)\"}}" }
        let words = [
            "network", "ls", "--filter", "label=com.docker.compose.project=\(project.name)", "--format",
            labels.joined(separator: "/") + "/{{.Name}}",
        ]
        let text = try await Invocation("docker", words).capture(timeout: .seconds(20)).whenSuccessful()
        return text.split(separator: "\n").compactMap { line in
            let parts = line.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3, !parts[1].isEmpty else { return nil }
            return Network(name: String(parts[2]), key: parts[0], count: parts[1])
        }
    }

    private func running(in network: String) async -> [OtherNetwork.Member] {
        let words = ["ps", "--filter", "network=\(network)", "--format"]
        let label = "{{.Label \"com.docker.compose.project\"}}/{{.Label \"com.docker.compose.service\"}}/{{.Names}}"
        let text = try? await Invocation("docker", words + [label]).capture(timeout: .seconds(20)).whenSuccessful()
        return (text ?? "").split(separator: "\n").compactMap { line in
            let parts = line.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 3 else { return nil }
            return OtherNetwork.Member(container: parts[2], service: parts[0] == knownName ? parts[1] : nil)
        }
    }

    /// The digest of the definition as Go writes it.
    private static func count(_ definition: JSON) -> Substring {
        let escapes = ["<": "\\u003c", ">": "\\u003e", "&": "\\u0026"]
        let text = escapes.reduce(definition.line) { $0.replacing($1.key, with: $1.value) }
        return SHA256.hexadecimal(of: Array(text.utf8))[...]
    }
}

/// A network of the project that Compose makes anew before it starts anything in it.
package struct OtherNetwork: Sendable, Hashable {
    package struct Member: Sendable, Hashable {
        package let container: String
        /// Of the project; nil for what is none of it.
        package let service: String?
    }

    package let name: String
    package let running: [Member]
}

extension Failure {
    package static func networkInUse(
        _ network: String, by members: [OtherNetwork.Member], _ compose: String
    ) -> Failure {
        let list = members.map(\.container).sorted().joined(separator: " ")
        return Failure("services.network-in-use", ["network": network, "list": list, "compose": compose])
    }
}
