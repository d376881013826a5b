import GardeEngine
import GardeIO
import SystemPackage

struct CrontabLine: Hashable {
    let place: String
    let text: String
}

/// The lines of crontabs that name a platform's folder.
enum CrontabLines {
    /// `roots` are the names that the folder goes by.
    static func of(_ roots: [FilePath]) async -> [CrontabLine] {
        var found: [CrontabLine] = []
        func take(_ text: String?, _ place: String, isSystem: Bool = false) {
            guard let text else { return }
            let table = Crontab(text, hasUsers: isSystem)
            let lines = (table.entries.map(\.line) + table.unread).sorted { $0.number < $1.number }.map(\.text)
            for line in lines
            where roots.contains(where: { names(line, $0) }) && !found.contains(where: { $0.text == line }) {
                found.append(CrontabLine(place: place, text: line))
            }
        }
        let places = SchedulePlaces()
        take(try? await Invocation("crontab", ["-l"]).capture(timeout: .seconds(10)).whenSuccessful(), "crontab -l")
        for spool in places.spools {
            for name in files(spool) { take(smallText(spool.appending(name)), "crontab -u \(name) -l") }
        }
        take(smallText(places.crontab), places.crontab.string, isSystem: true)
        for name in files(places.folder) {
            let path = places.folder.appending(name)
            take(smallText(path), path.string, isSystem: true)
        }
        return found
    }

    private static func files(_ folder: FilePath) -> [String] {
        let entries = (try? Folder.open(folder).entries()) ?? []
        return entries.filter { $0.kind == .file }.map { String(decoding: $0.name, as: UTF8.self) }.sorted()
    }

    /// Not a folder whose name begins alike.
    private static func names(_ line: String, _ root: FilePath) -> Bool {
        line.ranges(of: root.string).contains { range in
            line[range.upperBound...].first.map { !$0.isLetter && !$0.isNumber && !"_-.".contains($0) } ?? true
        }
    }
}
