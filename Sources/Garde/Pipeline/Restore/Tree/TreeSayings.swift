import GardeIO
import SystemPackage

extension Failure {
    static func tarDamaged(_ component: String, _ message: String) -> Failure {
        Failure(
            Text("\(component): Damaged archive", fr: "\(component) : Archive corrompue"),
            why: Text(message, fr: message),
            fix: Text("Restore an older backup.", fr: "Restaurez une sauvegarde plus ancienne."))
    }

    static func nothingOfThis(_ component: String, _ id: String) -> Failure {
        Failure(
            Text("\(id) holds nothing of \(component)", fr: "\(id) ne contient rien pour \(component)"),
            fix: Text(
                "Leave it out with --no-\(component), or choose another backup.",
                fr: "Écartez-le avec --no-\(component), ou choisissez une autre sauvegarde."))
    }

    static func nothingMissing(_ id: String) -> Failure {
        Failure(
            Text("no message of \(id) is missing", fr: "aucun message de \(id) ne manque"),
            fix: Text(
                "--replace puts the mailbox back as it was then.", fr: "--replace remet la boîte comme elle était."))
    }

    static func stagingLeft(_ component: String, _ folder: String) -> Failure {
        Failure(
            Text(
                "\(component): \(folder) is left of an earlier restore",
                fr: "\(component) : \(folder) reste d'une restauration précédente"),
            why: Text("it may hold the data of before", fr: "il peut contenir les données d'avant"),
            fix: Text("Look into it, then move it away.", fr: "Regardez-le, puis déplacez-le."))
    }
}

extension Text {
    static func notInRecipe(_ component: String, _ name: String) -> Text {
        Text(
            "\(component): \(name) is in the backup but not in the recipe; it is not restored",
            fr: "\(component) : \(name) est dans la sauvegarde mais pas dans la recette ; il n'est pas restauré")
    }

    static func environmentStays(_ keys: [String]) -> Text {
        let list = keys.joined(separator: ", ")
        return keys.isEmpty
            ? Text(".env stays; it is the backup's", fr: ".env est gardé ; c'est celui de la sauvegarde")
            : Text(
                ".env stays (--force replaces it); not as in the backup: \(list)",
                fr: ".env est gardé (--force le remplace) ; diffèrent de la sauvegarde : \(list)")
    }

    static func ownersLost(_ component: String, _ count: Int) -> Text {
        Text(
            "\(component): \(count) entries could not be given to their owners; only root can",
            fr: "\(component) : \(count) entrées n'ont pas pu être rendues à leurs propriétaires ; seul root le peut")
    }

    static func attributesLost(_ component: String, _ names: [[UInt8]]) -> Text {
        let list = shorten(names.map(visible))
        return Text(
            "\(component): ACLs or attributes are not kept here: \(list)",
            fr: "\(component) : ACL ou attributs non conservés ici : \(list)")
    }

    static func setIDLost(_ component: String, _ names: [[UInt8]]) -> Text {
        let list = shorten(names.map(visible))
        return Text(
            "\(component): restored without the setuid or setgid bit: \(list)",
            fr: "\(component) : restauré sans le bit setuid ou setgid : \(list)")
    }

    static func capabilitiesLost(_ component: String, _ names: [[UInt8]]) -> Text {
        let list = shorten(names.map(visible))
        return Text(
            "\(component): restored without their file capabilities, which setcap gives: \(list)",
            fr: "\(component) : restaurés sans leurs capacités de fichier, que setcap redonne : \(list)")
    }

    static func deliveredMeanwhile(_ component: String, _ count: Int, _ folder: FilePath) -> Text {
        Text(
            "\(component): messages delivered while it was restored, kept in \(folder): \(count)",
            fr: "\(component) : messages arrivés pendant la restauration, gardés dans \(folder) : \(count)")
    }

    static func changedSince(_ component: String, _ differences: [String]) -> Text {
        let list = shorten(differences)
        return Text(
            "\(component): changed by running services since it was restored: \(list)",
            fr: "\(component) : modifié par des services actifs depuis la restauration : \(list)")
    }
}
