import GardeCore
package import GardeWords
import Glibc
import GardeIO
package import SystemPackage

/// Says until when each certificate in a set is valid.
package struct CertificateExpiry {
    let site: Site

    package init(site: Site) {
        self.site = site
    }

    package struct Certificate: Sendable, Hashable {
        package let subject: String
        /// Seconds since 1970.
        package let end: Int
    }

    /// One line a certificate; a WARNING from 30 days before its end on.
    func report(below roots: [FilePath]) async throws {
        for path in roots.flatMap(files) {
            guard let content = content(of: path) else { continue }
            try await report(content, of: path.lastComponent?.string ?? path.string)
        }
    }

    /// Every certificate, with the name of its file.
    package func all(below roots: [FilePath]) async throws -> [(file: String, Certificate)] {
        var found: [(String, Certificate)] = []
        for path in roots.flatMap(files) {
            guard let content = content(of: path) else { continue }
            let name = path.lastComponent?.string ?? path.string
            found += try await certificates(in: content).map { (name, $0) }
        }
        return found
    }

    /// Nil for what cannot be read.
    private func content(of path: FilePath) -> [UInt8]? {
        guard let file = try? FileDescriptor.open(path, .readOnly, options: .closeOnExec) else { return nil }
        return try? file.thenClose { try file.readAll(limit: Self.mostBytes) }
    }

    /// The same for the content of one file.
    func report(_ content: [UInt8], of name: String) async throws {
        let now = FileTime.now().seconds
        for certificate in try await certificates(in: content) {
            say(certificate, in: name, isOver: certificate.end <= now, (certificate.end - now) / 86_400)
        }
    }

    private func say(_ certificate: Certificate, in file: String, isOver: Bool, _ days: Int) {
        let name = "\(file) (\(certificate.subject))"
        if isOver {
            site.console.warning(.certificateExpired(name, -days))
        } else if days < 30 {
            site.console.warning(.certificateExpires(name, days))
        } else {
            site.console.info(.certificateExpires(name, days))
        }
    }

    static let mostBytes = 1 << 20

    /// Files of up to 1 MiB, links to such included, in the order of their names.
    private func files(_ root: FilePath) -> [FilePath] {
        guard let folder = try? Folder.open(root) else { return [root] }
        var entries = ((try? folder.entries()) ?? []).sorted { $0.name.lexicographicallyPrecedes($1.name) }
        if entries.contains(where: { $0.name == Self.live }) { entries.removeAll { $0.name == Self.archive } }
        return entries.flatMap { entry -> [FilePath] in
            let path = root.appending(String(decoding: entry.name, as: UTF8.self))
            switch entry.kind {
            case .folder: return files(path)
            default: return Self.mayHold(path) ? [path] : []
            }
        }
    }

    /// certbot keeps every version in `archive/NAME`, and in `live/NAME` links to the ones that count.
    private static let live = Array("live".utf8), archive = Array("archive".utf8)

    /// Whether this member of an archive is a version that nothing leads to any more; `links` are where all links lead.
    static func isEarlier(_ member: [UInt8], _ links: [[UInt8]]) -> Bool {
        let names = member.split(separator: UInt8(ascii: "/"))
        guard let place = names.lastIndex(where: { $0.elementsEqual(archive) }) else { return false }
        let versions = links.map { $0.split(separator: UInt8(ascii: "/")) }.filter {
            $0.contains { $0.elementsEqual(archive) }
        }
        return !versions.isEmpty && !versions.contains { $0.suffix(names.count - place).elementsEqual(names[place...]) }
    }

    private static func mayHold(_ path: FilePath) -> Bool {
        guard let status = try? path.stat() else { return false }
        return status.type == .regular && status.size <= mostBytes
    }

    /// `openssl storeutl` reads PEM with several certificates, DER and PKCS #12 alike; what it cannot open is no finding.
    private func certificates(in content: [UInt8]) async throws -> [Certificate] {
        let read = Invocation(
            "openssl", ["storeutl", "-noout", "-text", "-certs", "-passin", "pass:", "/dev/stdin"])
        do {
            return Self.parse(try await read.capture(timeout: .seconds(10), input: content).output)
        } catch is ToolMissing {
            site.console.warning(.opensslMissing)
            return []
        } catch is TimedOut { return [] }
    }

    private static func parse(_ text: String) -> [Certificate] {
        var (found, end) = ([Certificate](), 0)
        for line in text.split(separator: "\n").map({ $0.drop { $0 == " " } }) {
            if line.hasPrefix("Not After : ") { end = seconds(String(line.dropFirst(12))) }
            if line.hasPrefix("Subject: "), end > 0 {
                found.append(Certificate(subject: unescaped(line.dropFirst(9)), end: end))
                end = 0
            }
        }
        return found
    }

    /// openssl writes what is not ASCII as `\xC3\xA9`.
    private static func unescaped(_ subject: Substring) -> String {
        var (bytes, rest) = ([UInt8](), subject.utf8[...])
        while let byte = rest.popFirst() {
            let code = rest.prefix(3)
            if byte == UInt8(ascii: "\\"), code.first == UInt8(ascii: "x"),
                let value = UInt8(String(decoding: code.dropFirst(), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Of openssl's form, `Nov 22 12:00:00 2026 GMT`; 0 for anything else.
    private static func seconds(_ text: String) -> Int {
        let words = text.split(separator: " ")
        guard words.count == 5, let month = months.firstIndex(of: words[0]), let day = CInt(words[1]),
            let year = CInt(words[3])
        else { return 0 }
        let clock = words[2].split(separator: ":").compactMap { CInt($0) }
        guard clock.count == 3 else { return 0 }
        var parts = tm()
        (parts.tm_year, parts.tm_mon, parts.tm_mday) = (year - 1900, CInt(month), day)
        (parts.tm_hour, parts.tm_min, parts.tm_sec) = (clock[0], clock[1], clock[2])
        return timegm(&parts)
    }

    private static let months: [Substring] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}

extension Text {
    package static func certificateExpires(_ name: String, _ days: Int) -> Text {
        Text("certificates.certificate-expires", ["name": name, "days": days])
    }

    package static func certificateExpired(_ name: String, _ days: Int) -> Text {
        Text("certificates.certificate-expired", ["name": name, "days": days])
    }

    static let opensslMissing = Text("certificates.openssl-missing")
}
