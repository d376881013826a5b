import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// Whatever rclone reaches by a name of its configuration; S3 also without one, where aws is absent.
struct RcloneStore: SendsTogether {
    let request: DestinationRequest
    let tool = "rclone"

    var address: DestinationAddress { request.address }
    private var bucket: String? { address.host }

    /// The name that S3 goes by in the child's environment.
    private static let ownRemote = "gardes3"

    func finding() async -> Failure? {
        guard findProgram(tool) != nil else { return .toolMissing(bucket == nil ? tool : "aws", for: address) }
        guard bucket == nil else { return request.endpointFinding }
        let isInEnvironment = request.variable("RCLONE_CONFIG_\(address.scheme.uppercased())_TYPE") != nil
        let known = try? await call(["listremotes"]).capture(timeout: .seconds(20)).whenSuccessful()
        guard !isInEnvironment, let known = known?.split(separator: "\n").map(String.init),
            !known.contains("\(address.scheme):")
        else { return nil }
        return .unknownRemote(address, known: known)
    }

    // MARK: Read

    func folders() async throws -> [String] {
        guard let text = try await output(["lsf", "--dirs-only", place("")]) else {
            // To rclone a bucket that is missing and a folder without files look alike.
            if let bucket { try await run(["lsf", "--dirs-only", "\(Self.ownRemote):\(bucket)"]) }
            return []
        }
        return text.split(separator: "\n").map { String($0.prefix { $0 != "/" }) }
    }

    func files(in folder: String, withDigests: Bool) async throws -> [CopiedFile] {
        let words = ["lsjson", "--files-only"] + (withDigests ? ["--hash"] : []) + [place(folder)]
        // A server may have to read its files for that.
        guard let text = try await output(words, timeout: .seconds(withDigests ? 86400 : 120)) else { return [] }
        let entries: [Entry] = try JSON.decode(Array(text.utf8), keys: .capitalised)
        return entries.map { CopiedFile(name: $0.name, bytes: $0.size, digest: $0.digest) }
    }

    func sizes() async throws -> [String: Int] {
        let words = [
            "lsf", "--files-only", "--recursive", "--format", "sp", "--separator", "\t", "--include", "/20*/*",
        ]
        do { return try await SizeLines.sizes(by: call(words + [place("")])) } catch let failed as ToolFailed
            where failed.ending == .exited(Self.noFolder)
        { return [:] }
    }

    func read(_ name: String, _ write: @escaping @Sendable ([UInt8]) throws -> Void) async throws {
        try await pipeline([Child(call(["cat", place(name)])), HandingOver(write)])
    }

    func fetch(_ names: [String], into folder: String) async throws {
        let words = ["copy", "--files-from-raw", "-", place(""), folder]
        let list = Array(names.map { $0 + "\n" }.joined().utf8)
        try await thawing(names, into: folder, by: thawCommand) {
            _ = try await call(words).capture(timeout: .seconds(7 * 86400), input: list).whenSuccessful()
        }
    }

    // MARK: Written

    /// `--ignore-times`: what has the size and the time of a file may have another content. `--ignore-checksum`: what is sent
    /// is read back by us, and the shell of a NAS finds no file under the path that SFTP has for it.
    func put(_ path: String, as name: String) async throws {
        try await send(["copyto", path, place(name)], CopiedFile.isSmall(name) ? nil : await storageClass())
    }

    func put(_ names: [String], of folder: String, to id: String) async throws {
        let chosen = names.flatMap { ["--include", "/\($0)"] }
        try await send(["copy", folder, place(id)] + chosen, await storageClass())
    }

    private func send(_ words: [String], _ kept: String?) async throws {
        let slowing = request.limit.map { ["--bwlimit", "\($0)B"] } ?? []
        let more = ["--ignore-times", "--ignore-checksum"] + slowing + (kept.map { ["--s3-storage-class", $0] } ?? [])
        try await pipeline([Child(call(words + more)) { request.log($0, of: tool) }])
    }

    /// Nil where objects have no such class; a remote that wraps another may lie in S3.
    private func storageClass() async -> String? {
        guard let asked = request.storageClass, bucket == nil else { return request.storageClass }
        let known = try? await call(["listremotes", "--long"]).capture(timeout: .seconds(20)).whenSuccessful()
        let line = known?.split(separator: "\n").first { $0.hasPrefix("\(address.scheme):") }
        let type =
            request.variable("RCLONE_CONFIG_\(address.scheme.uppercased())_TYPE")
            ?? line.map { $0.dropFirst(address.scheme.count + 1).filter { $0 != " " } }
        return type.map(Self.mayBeS3.contains) == false ? nil : asked
    }

    private static let mayBeS3 = ["s3", "crypt", "alias", "chunker", "compress", "combine", "union", "hasher", "cache"]

    func remove(_ name: String) async throws {
        do { try await run(["deletefile", place(name)]) } catch let failed as ToolFailed {
            let slash = name.lastIndex(of: "/") ?? name.startIndex
            let left = try await files(in: String(name[..<slash]), withDigests: false)
            if left.contains(where: { "/\($0.name)" == name[slash...] }) { throw failed }
        }
    }

    private func thawCommand(_ name: String) -> String {
        "rclone backend restore \(typed(name)) -o priority=Standard -o lifetime=7"
    }

    var lookCommand: String? {
        let config = request.variable("RCLONE_CONFIG").map { "RCLONE_CONFIG=\($0) " } ?? ""
        return "\(config)rclone lsd \(typed(""))"
    }

    /// As a person types it, who has no remote of that name for S3.
    private func typed(_ name: String) -> String {
        guard let bucket else { return "\(address.scheme):\(address.path(of: name))" }
        let endpoint = request.endpoint.map { ",endpoint=\"\($0)\"" } ?? ""
        return "':s3,env_auth\(endpoint):\(bucket)/\(address.path(of: name))'"
    }

    // MARK: The tool

    private static let noFolder: Int32 = 3

    private func place(_ name: String) -> String {
        let path = address.path(of: name)
        guard let bucket else { return "\(address.scheme):\(path)" }
        return "\(Self.ownRemote):\(bucket)" + (path.isEmpty ? "" : "/\(path)")
    }

    private func call(_ words: [String]) -> Invocation {
        let fixed = [
            "--ask-password=false", "--contimeout", "20s", "--timeout", "2m", "--retries", "1", "--low-level-retries",
            "3",
        ]
        var variables: [String: String?] = [:]
        // Debian's rclone refuses to start with Amazon's name for it.
        if let bundle = request.variable("AWS_CA_BUNDLE") { variables["RCLONE_CA_CERT"] = bundle }
        if bucket != nil { variables.merge(s3) { $1 } }
        return Invocation("rclone", words + fixed, environment: variables)
    }

    /// A remote that no configuration file has, with the credentials that aws would use.
    private var s3: [String: String?] {
        var facts: [String: String?] = [
            "TYPE": "s3", "ENV_AUTH": "true", "NO_CHECK_BUCKET": "true",
            "PROVIDER": request.endpoint == nil ? "AWS" : "Other",
        ]
        facts["ENDPOINT"] = request.endpoint
        facts["REGION"] = request.region
        return Dictionary(
            uniqueKeysWithValues: facts.map { ("RCLONE_CONFIG_\(Self.ownRemote.uppercased())_\($0.key)", $0.value) })
    }

    @discardableResult
    private func run(_ words: [String], timeout: Duration = .seconds(120)) async throws -> String {
        try await call(words).capture(timeout: timeout, limit: 64 << 20).whenSuccessful()
    }

    /// Nil where there is no such folder.
    private func output(_ words: [String], timeout: Duration = .seconds(120)) async throws -> String? {
        do { return try await run(words, timeout: timeout) } catch let failed as ToolFailed
            where failed.ending == .exited(Self.noFolder)
        { return nil }
    }
}

/// What `rclone lsjson` says of a file.
private struct Entry: Decodable {
    let name: String
    let size: Int
    let hashes: [String: String]?

    var digest: StoredDigest? {
        let known = (hashes ?? [:]).filter { !$0.value.isEmpty }
        if let sha256 = known["sha256"] { return .sha256(sha256) }
        if let sha1 = known["sha1"] { return .sha1(sha1) }
        return known["md5"].map { .md5($0) }
    }
}

extension Failure {
    /// `known` are the names that it has, each with its colon.
    fileprivate static func unknownRemote(_ address: DestinationAddress, known: [String]) -> Failure {
        let list = known.joined(separator: " ")
        let path = address.path.split(separator: "/").joined(separator: "/")
        return Failure(
            "copy.unknown-remote",
            [
                "name": address.scheme,
                "why":
                    (known.isEmpty
                    ? Text("copy.no-remotes-here")
                    : Text("copy.remotes-here", ["list": list])),
                "fix":
                    (address.scheme == "s3"
                    ? Text("copy.bucket-is-written", ["path": path])
                    : Text("copy.configure-rclone")),
            ])
    }
}
