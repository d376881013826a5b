package import SystemPackage

/// How far this process, or one that it started, has come in a file that it reads from its beginning (proc(5)); 0 when
/// none has it open.
package func readPosition(of path: FilePath) -> Int {
    guard let file = try? FileIdentity(path.stat()) else { return 0 }
    return family().flatMap { positions(in: $0, of: file) }.max() ?? 0
}

/// This process, and all that it started.
private func family() -> [Int] {
    let parents = Dictionary(
        uniqueKeysWithValues: numbers(in: "/proc").compactMap { one in parent(of: one).map { (one, $0) } })
    var found = [processID()]
    var next = found
    while !next.isEmpty {
        next = parents.filter { next.contains($0.value) }.map(\.key)
        found += next
    }
    return found
}

/// Behind the name, which is in parentheses and may have any in it: state and parent.
private func parent(of process: Int) -> Int? {
    let words = text("/proc/\(process)/stat").split(separator: ")").last?.split(separator: " ") ?? []
    return words.count > 1 ? Int(words[1]) : nil
}

private func positions(in process: Int, of file: FileIdentity) -> [Int] {
    numbers(in: FilePath("/proc/\(process)/fd")).filter { number in
        (try? FileIdentity(FilePath("/proc/\(process)/fd/\(number)").stat())) == file
    }.compactMap { number in
        let lines = text("/proc/\(process)/fdinfo/\(number)").split(separator: "\n")
        return lines.first { $0.hasPrefix("pos:") }.flatMap { Int($0.dropFirst(4).drop(while: \.isWhitespace)) }
    }
}

private func numbers(in folder: FilePath) -> [Int] {
    ((try? Folder.open(folder).entries()) ?? []).compactMap { Int(String(decoding: $0.name, as: UTF8.self)) }
}

private func text(_ path: String) -> String {
    guard let file = try? FileDescriptor.open(FilePath(path), .readOnly, options: .closeOnExec) else { return "" }
    return String(decoding: file.thenClose { (try? file.readAll(limit: 1 << 16)) ?? [] }, as: UTF8.self)
}
