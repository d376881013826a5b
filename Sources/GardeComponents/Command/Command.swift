public import GardeCore
package import GardeWords
import GardeIO
import SystemPackage

/// A program whose standard output is the data, and another that reads it back.
package struct Command: Sendable, Hashable {
    package let dump: [String]
    package let load: [String]
    /// What runs before `load`, which only adds; empty where `load` replaces by itself.
    package let empty: [String]
    /// Where all run.
    package let place: Place
}

/// Whatever a program can write to its standard output, and another can read back from its standard input.
///
/// A restore, and its way back, want what is there replaced: where `load` only adds to it, as `slapadd` and `sqlite3` do,
/// `empty` is the program that takes everything away first. A program is its name and its arguments, one by one; no shell
/// reads them.
public func command(
    _ name: String, dump: [String], empty: [String] = [], load: [String], in place: any PlaceConvertible = .here,
    suspectBelow: Double = 0.5, usedBy services: String...
) -> Word {
    let command = Command(dump: dump, load: load, empty: empty, place: place.place)
    return Source.word(name, kind: command, usedBy: services, suspectBelow: suspectBelow)
}

extension Command: ComponentKind {
    package func capture(_ request: CaptureRequest) -> any Capture {
        CommandCapture(id: request.source.id, command: self, site: request.site)
    }

    package func restorer(_ request: LoadRequest) -> any Load {
        StreamLoad(request, CommandTarget(id: request.source.id, command: self, site: request.site))
    }

    /// What reads it back: a backup that another program reads is of something else. Arguments may be private, and a
    /// manifest is nobody's secret: they count by eight digits of their digest.
    package func subject(_ site: Site) -> String? {
        let digest = SHA256.hexadecimal(of: Array(load.joined(separator: "\0").utf8))
        return "\(load.first ?? "") \(digest.prefix(8))"
    }
    package var location: Place? { place }

    package func byHand(_ content: (Part) -> String) -> [String] {
        ["\(content(.data)) | \(load.joined(separator: " "))"]
    }

    package func findings(of name: String) -> [Failure] {
        missing(
            name, ("dump:", (dump.first ?? "").isEmpty), ("load:", (load.first ?? "").isEmpty),
            ("empty:", empty.first == ""), ("in:", place.isEmpty))
    }
}
