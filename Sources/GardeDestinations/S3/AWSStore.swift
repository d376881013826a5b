import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// S3 by the aws command, with its own profiles and regions.
struct AWSStore: SendsTogether, ForeseesDigests {
    let request: DestinationRequest
    let tool = "aws"

    var address: DestinationAddress { request.address }

    func finding() async -> Failure? {
        findProgram("aws") == nil ? .toolMissing("aws", for: address) : request.endpointFinding
    }

    // MARK: Read

    func folders() async throws -> [String] {
        let prefix = key("")
        let page = try await list(prefix)
        return (page.commonPrefixes ?? []).map { String($0.prefix.dropFirst(prefix.count).prefix { $0 != "/" }) }
    }

    func files(in folder: String, withDigests: Bool) async throws -> [CopiedFile] {
        let prefix = key(folder) + "/"
        let objects = try await list(prefix).contents?.filter { $0.key != prefix } ?? []
        var (found, next) = ([CopiedFile](), 0)
        while next < objects.count {
            let some = objects[next..<min(next + Self.askedAtATime, objects.count)]
            found += try await withThrowingTaskGroup(of: CopiedFile.self) { group in
                for object in some {
                    group.addTask {
                        let name = String(object.key.dropFirst(prefix.count))
                        let digest = withDigests ? try await digest(of: object, "\(folder)/\(name)") : nil
                        return CopiedFile(name: name, bytes: object.size, digest: digest)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            next += some.count
        }
        return found
    }

    /// Each is a process of 60 MB.
    private static let askedAtATime = 4

    private func digest(of object: Page.Object, _ name: String) async throws -> StoredDigest? {
        guard let tag = ETag(object.eTag) else { return nil }
        if let digest = tag.digest(of: object.size) { return digest }
        return try await partSize(of: name).map { .parts(md5: tag.md5, size: $0) }
    }

    /// Nil where the store knows no single parts.
    func partSize(of name: String) async throws -> Int? {
        do { return try await head(name, ["--part-number", "1"]).contentLength } catch let failed as ToolFailed {
            let isUnknown = failed.said.contains { line in
                ["(400)", "(405)", "(416)", "(501)"].contains(where: line.contains)
            }
            guard isUnknown else { throw failed }
            return nil
        }
    }

    func foreseen(_ bytes: Int) -> StoredDigest { ETag.kind(of: bytes) }

    func sizes() async throws -> [String: Int] {
        let prefix = key("")
        // Ids begin with their year: whatever else lies in a bucket is not listed.
        let words = [
            "s3api", "list-objects-v2", "--bucket", bucket, "--prefix", prefix + "20", "--query",
            "Contents[].[Size,Key]", "--output", "text",
        ]
        return try await SizeLines.sizes(by: call(words), dropping: prefix)
    }

    func read(_ name: String, _ write: @escaping @Sendable ([UInt8]) throws -> Void) async throws {
        let child = Child(call(["s3", "cp", url(of: name), "-", "--only-show-errors"]))
        try await pipeline([child, HandingOver(write)])
    }

    func fetch(_ names: [String], into folder: String) async throws {
        let chosen = awsPatterns(of: names).flatMap { ["--include", $0] }
        let words = [
            "s3", "cp", "--recursive", "--force-glacier-transfer", "--only-show-errors", url(of: "") + "/",
            folder, "--exclude", "*",
        ]
        try await thawing(names, into: folder, by: thawCommand) {
            try await run(words + chosen, timeout: .seconds(7 * 86400))
        }
    }

    func hidesDigest(of name: String) async throws -> Bool {
        let facts = try await head(name)
        return facts.serverSideEncryption?.contains("kms") == true || facts.sSECustomerAlgorithm != nil
    }

    // MARK: Written

    /// Through a pipe of ours: aws itself has a limit of speed in its configuration file only.
    func put(_ path: String, as name: String) async throws {
        let file = FilePath(path)
        let size = try file.stat().size
        let kept = CopiedFile.isSmall(name) ? nil : request.storageClass
        let words =
            ["s3", "cp", "-", url(of: name), "--expected-size", "\(size)", "--only-show-errors"]
            + (kept.map { ["--storage-class", $0] } ?? [])
        let slowing = request.limit.map { [Throttle(bytesPerSecond: $0)] } ?? []
        let child = Child(call(words)) { request.log($0, of: tool) }
        try await pipeline([FileSource(file)] + slowing + [child])
    }

    /// One by one where the path of the folder is a pattern to aws, which holds names and path together against its own.
    func put(_ names: [String], of folder: String, to id: String) async throws {
        guard !folder.contains(where: "*?[".contains) else {
            for name in names { try await put("\(folder)/\(name)", as: "\(id)/\(name)") }
            return
        }
        let words =
            ["s3", "cp", "--recursive", "--only-show-errors", folder, url(of: id), "--exclude", "*"]
            + names.flatMap { ["--include", $0] } + (request.storageClass.map { ["--storage-class", $0] } ?? [])
        try await pipeline([Child(call(words)) { request.log($0, of: tool) }])
    }

    func remove(_ name: String) async throws {
        try await run(["s3api", "delete-object", "--bucket", bucket, "--key", key(name)])
    }

    func lock(on name: String) async throws -> Text? {
        let facts = try await head(name)
        if facts.objectLockLegalHoldStatus == "ON" { return Text("copy.lock") }
        guard let until = facts.objectLockRetainUntilDate, let end = LocalTime(iso8601: until),
            end.seconds > LocalTime.now().seconds
        else { return nil }
        return Text("copy.locked-until", ["readable": end.readable])
    }

    private func thawCommand(_ name: String) -> String {
        "aws\(typedPlace) s3api restore-object --bucket \(bucket) --key \(key(name)) --restore-request Days=7"
    }

    var lookCommand: String? { "aws\(typedPlace) s3 ls \(address.url)/" }

    /// It may be set for the backups and not in a person's shell.
    private var typedPlace: String {
        let profile = request.variable("AWS_PROFILE") ?? request.variable("AWS_DEFAULT_PROFILE")
        let options = [("--profile", profile), ("--endpoint-url", request.endpoint)]
        return options.map { option, value in value.map { " \(option) \(shellWord($0))" } ?? "" }.joined()
    }

    // MARK: The tool

    private var bucket: String { address.host ?? "" }

    private func key(_ name: String) -> String {
        let key = address.path(of: name)
        return name.isEmpty && !key.isEmpty ? key + "/" : key
    }

    private func url(of name: String) -> String {
        "s3://\(bucket)" + (address.path(of: name).isEmpty ? "" : "/\(address.path(of: name))")
    }

    private func call(_ words: [String]) -> Invocation {
        let endpoint = request.endpoint.map { ["--endpoint-url", $0] } ?? []
        let quiet: [String: String?] = ["AWS_PAGER": "", "AWS_CLI_AUTO_PROMPT": "off"]
        return Invocation("aws", endpoint + words, environment: quiet)
    }

    @discardableResult
    private func run(_ words: [String], timeout: Duration = .seconds(120)) async throws -> [UInt8] {
        Array(try await call(words).capture(timeout: timeout, limit: 64 << 20).whenSuccessful().utf8)
    }

    private func list(_ prefix: String) async throws -> Page {
        let bytes = try await run([
            "s3api", "list-objects-v2", "--bucket", bucket, "--prefix", prefix, "--output", "json", "--delimiter", "/",
        ])
        return bytes.isEmpty ? Page(contents: nil, commonPrefixes: nil) : try JSON.decode(bytes, keys: .capitalised)
    }

    private func head(_ name: String, _ more: [String] = []) async throws -> Facts {
        let words = ["s3api", "head-object", "--bucket", bucket, "--key", key(name), "--output", "json"]
        return try JSON.decode(await run(words + more), keys: .capitalised)
    }
}

/// What aws is told to include: the manifests of a day by one pattern, with which others of that day may come, since it holds each
/// object of the place against each pattern, twice.
package func awsPatterns(of names: [String]) -> [String] {
    let ending = "/" + CopiedFile.manifest
    let days = Dictionary(grouping: names) { $0.hasSuffix(ending) ? String($0.prefix { $0 != "_" }) : "" }
    return days.sorted { $0.key < $1.key }.flatMap { day, names in
        day.isEmpty || names.count == 1 ? names : ["\(day)_??????\(ending)"]
    }
}

private struct Page: Decodable {
    struct Object: Decodable { let key: String, size: Int, eTag: String }
    struct Prefix: Decodable { let prefix: String }

    let contents: [Object]?
    let commonPrefixes: [Prefix]?
}

private struct Facts: Decodable {
    let contentLength: Int?
    let serverSideEncryption: String?
    let sSECustomerAlgorithm: String?
    let objectLockRetainUntilDate: String?
    let objectLockLegalHoldStatus: String?
}
