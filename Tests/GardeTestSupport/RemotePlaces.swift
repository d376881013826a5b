package import SystemPackage

/// A kind of place for copies, and the tool that reaches it.
package enum RemotePlace: String, Sendable, CaseIterable {
    case s3ByAWS, s3ByRclone, sftp

    package var isS3: Bool { self != .sftp }
}

/// moto's S3 behind a proxy that fails when told to, and a real sshd.
package struct RemoteServers: Sendable {
    private let folder: FilePath
    private let s3: [String: String]
    private let sftp: [String: String]

    /// Buckets of these names are there.
    package static let buckets = ["bucket", "my-bucket", "your-bucket", "only", "frozen"]
    package static let secret = "planted-0x5ec7e7"

    /// Starts both below `folder` for `body`.
    package static func with<Value: Sendable>(
        in folder: FilePath, _ body: (RemoteServers) async throws -> Value
    ) async throws -> Value {
        let (s3, sftp) = (folder.appending("s3").string, folder.appending("sftp").string)
        func stop() async {
            _ = try? await throwaway("s3", ["stop", s3])
            _ = try? await throwaway("sftp", ["stop", sftp])
        }
        do {
            async let first = throwaway("s3", ["start", s3] + buckets)
            async let second = throwaway("sftp", ["start", sftp])
            let value = try await body(RemoteServers(folder: folder, s3: first, sftp: second))
            await stop()
            return value
        } catch {
            await stop()
            throw error
        }
    }

    // MARK: The way there

    /// A destination of this kind that nothing else uses.
    package func url(_ place: RemotePlace, _ prefix: String) -> String {
        place.isS3 ? "s3://bucket/\(prefix)" : "depot:\(sftp["SFTP_DATA"] ?? "")/\(prefix)"
    }

    package var environment: [String: String] {
        var all = [
            "AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": Self.secret, "AWS_DEFAULT_REGION": "us-east-1",
            // Tries are ours to make.
            "AWS_MAX_ATTEMPTS": "2",
        ]
        all["AWS_ENDPOINT_URL"] = s3["AWS_ENDPOINT_URL"]
        all["RCLONE_CONFIG"] = sftp["RCLONE_CONFIG"]
        return all
    }

    /// Words before a program that must not find aws.
    package func launcher(_ place: RemotePlace) -> [String] {
        let hide = "mount --bind /dev/null \"$(command -v aws)\" && exec \"$@\""
        return place == .s3ByRclone ? ["unshare", "--mount", "sh", "-c", hide, "sh"] : []
    }

    // MARK: What lies there

    /// The files below a destination, sorted.
    package func names(_ place: RemotePlace, _ prefix: String) async throws -> [String] {
        if place == .sftp {
            let found = try await run("sh", ["-c", "cd \"$0\" 2>/dev/null && find . -type f | cut -c3-", data(prefix)])
            return found.output.lines.sorted()
        }
        return try await keys("bucket", prefix + "/").map { String($0.dropFirst(prefix.count + 1)) }
    }

    /// The keys in a bucket that begin so, sorted.
    package func keys(_ bucket: String, _ prefix: String = "") async throws -> [String] {
        let words = ["s3api", "list-objects-v2", "--bucket", bucket, "--prefix", prefix, "--output", "json"]
        let found = try await aws(words + ["--query", "Contents[].Key"])
        return try await run("jq", ["-r", ".[]?"], input: found).output.lines.sorted()
    }

    /// Flips a bit of a file there.
    package func damage(_ place: RemotePlace, _ prefix: String, _ name: String) async throws {
        let flip =
            "import sys; b = bytearray(open(sys.argv[1], 'rb').read()); b[len(b) // 2] ^= 1; open(sys.argv[1], 'wb').write(b)"
        let file =
            place == .sftp
            ? data("\(prefix)/\(name)") : folder.appending("damaged-\(UInt32.random(in: 0 ... .max))").string
        if place.isS3 { try await aws(["s3", "cp", "s3://bucket/\(prefix)/\(name)", file]) }
        _ = try await run("python3", ["-c", flip, file])
        if place.isS3 { try await aws(["s3", "cp", file, "s3://bucket/\(prefix)/\(name)"]) }
    }

    /// Of a folder all of it; to aws the name of a file is no prefix.
    package func remove(_ place: RemotePlace, _ prefix: String, _ name: String) async throws {
        if place == .sftp {
            _ = try await run("rm", ["-r", data("\(prefix)/\(name)")])
        } else {
            let isFile = name.contains("/")
            try await aws(["s3", "rm", "s3://bucket/\(prefix)/\(name)"] + (isFile ? [] : ["--recursive"]))
        }
    }

    /// Puts a folder on the sshd.
    package func put(_ folder: FilePath, _ prefix: String) async throws {
        _ = try await run("cp", ["-r", folder.string, data(prefix)])
    }

    private func data(_ name: String) -> String { "\(sftp["SFTP_DATA"] ?? "")/\(name)" }

    /// Runs aws on the server itself, past the proxy.
    @discardableResult
    package func aws(_ words: [String]) async throws -> String {
        let result = try await run(
            "aws", ["--endpoint-url", s3["S3_DIRECT"] ?? ""] + words, variables: usual.merging(environment) { $1 })
        guard result.status == 0 else { throw ThrowawayFailed(script: "aws \(words)", result: result) }
        return result.output
    }

    // MARK: The proxy

    /// The next requests go wrong so: `503 2 PUT mail_`.
    package func fail(_ lines: String...) async throws {
        try await ask("__faults__", ["--data-binary", lines.joined(separator: "\n")])
    }

    /// The requests since the last time: `PUT /bucket/…`.
    package func requests() async throws -> [String] { try await ask("__log__", []).lines }

    @discardableResult
    private func ask(_ path: String, _ words: [String]) async throws -> String {
        let place = "\(s3["AWS_ENDPOINT_URL"] ?? "")/\(path)"
        let result = try await run("curl", ["-sSf"] + words + [place])
        guard result.status == 0 else { throw ThrowawayFailed(script: "curl \(path)", result: result) }
        return result.output
    }
}
