import GardeComponents
import GardeDestinations
import GardeCore
import GardeWords
import GardeIO
import SystemPackage

// What sending says.

extension Failure {
    static func foreign(_ id: String, _ address: DestinationAddress, _ host: String?) -> Failure {
        let own = hostName().prefix { $0 != "." }
        return Failure(
            "copy.foreign",
            [
                "id": id, "url": address.url,
                "why":
                    (host.map { Text("copy.made-on", ["value": $0]) }
                    ?? Text("copy.made-elsewhere")), "own": own,
            ])
    }

    static func farDiffers(_ names: [String], _ address: DestinationAddress) -> Failure {
        let list = shorten(names)
        return Failure("copy.far-differs", ["url": address.url, "list": list])
    }

    static func localDamaged(_ path: String) -> Failure {
        Failure("copy.local-damaged", ["path": path])
    }

    static func localUnreadable(_ path: String, _ error: Errno) -> Failure {
        Failure(
            "copy.local-unreadable", ["path": path, "why": "\(error)"],
            isAbsence: [.noSuchFileOrDirectory, .ioError].contains(error))
    }

    static func notOurs(_ id: String) -> Failure {
        Failure("copy.not-ours", ["id": id])
    }
}

extension Text {
    static func sendingBackup(_ id: String, _ address: DestinationAddress, _ bytes: Int) -> Text {
        return Text("copy.sending-backup", ["id": id, "url": address.url, "bytes": Bytes(bytes)])
    }

    static func sending(_ name: String, _ address: DestinationAddress) -> Text {
        Text("copy.sending", ["name": name, "url": address.url])
    }

    static func sent(_ id: String, _ address: DestinationAddress, _ bytes: Int, _ count: Int, of total: Int) -> Text {
        return Text("copy.sent", ["id": id, "url": address.url, "count": count, "total": total, "bytes": Bytes(bytes)])
    }
}
