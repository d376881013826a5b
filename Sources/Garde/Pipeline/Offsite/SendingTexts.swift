import GardeIO
import SystemPackage

// What sending says.

extension Failure {
    static func foreign(_ id: String, _ address: RemoteAddress, _ host: String?) -> Failure {
        let own = hostName().prefix { $0 != "." }
        return Failure(
            Text(
                "\(id) in \(address.url) is another backup, nothing there is overwritten",
                fr: "\(id) dans \(address.url) est une autre sauvegarde, rien n'y est écrasé"),
            why: host.map { Text("it was made on \($0)", fr: "elle vient de \($0)") }
                ?? Text("another machine sends there too", fr: "une autre machine y envoie aussi"),
            fix: Text(
                "Give each machine a place of its own, as in \(address.url)/\(own)",
                fr: "Donnez à chaque machine son emplacement, par exemple \(address.url)/\(own)"))
    }

    static func farDiffers(_ names: [String], _ address: RemoteAddress) -> Failure {
        let list = shorten(names)
        return Failure(
            Text(
                "the copy in \(address.url) is not what was sent", fr: "la copie dans \(address.url) diffère de l'envoi"
            ),
            why: Text(
                "missing there, or of another size or digest: \(list)",
                fr: "absent là-bas, ou d'une autre taille ou empreinte : \(list)"),
            fix: Text(
                "The next run sends it again; if that goes on, look at the store.",
                fr: "La prochaine exécution la renverra ; si cela dure, examinez le stockage."))
    }

    static func localDamaged(_ path: String) -> Failure {
        Failure(
            Text("Damaged archive: \(path)", fr: "Archive corrompue : \(path)"),
            why: Text("its digest is not that of the manifest", fr: "son empreinte n'est pas celle du manifeste"),
            fix: Text(
                "It is not sent. Run a full backup, and have this disk checked.",
                fr: "Elle n'est pas envoyée. Lancez une sauvegarde complète et faites contrôler ce disque."))
    }

    static func localUnreadable(_ path: String, _ error: Errno) -> Failure {
        Failure(
            Text("\(path) cannot be read", fr: "\(path) est illisible"), why: .verbatim("\(error)"),
            fix: Text(
                "It is not sent. Run a full backup, and have this disk checked.",
                fr: "Elle n'est pas envoyée. Lancez une sauvegarde complète et faites contrôler ce disque."))
    }

    static func notOurs(_ id: String) -> Failure {
        Failure(
            Text("\(id) cannot be sent", fr: "\(id) ne peut pas être envoyée"),
            why: Text("its manifest names no files", fr: "son manifeste ne nomme aucun fichier"))
    }
}

extension Text {
    static func sendingBackup(_ id: String, _ address: RemoteAddress, _ bytes: Int) -> Text {
        let (english, french) = (Language.english, Language.french)
        return Text(
            "sending \(id) to \(address.url): \(english.bytes(bytes))",
            fr: "envoi de \(id) vers \(address.url) : \(french.bytes(bytes))")
    }

    static func sending(_ name: String, _ address: RemoteAddress) -> Text {
        Text("sending \(name) to \(address.url)", fr: "envoi de \(name) vers \(address.url)")
    }

    static func sent(_ id: String, _ address: RemoteAddress, _ bytes: Int, _ count: Int, of total: Int) -> Text {
        let (english, french) = (Language.english, Language.french)
        return Text(
            "\(id) is in \(address.url), read back: \(count) of \(total) files sent, \(english.bytes(bytes))",
            fr: "\(id) est dans \(address.url), relue : \(count) fichiers sur \(total) envoyés, \(french.bytes(bytes))")
    }
}
