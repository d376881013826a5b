// What validation says of a recipe.
extension Failure {
    package static var nothingToSave: Failure {
        Failure(
            Text("the recipe saves nothing", fr: "la recette ne sauvegarde rien"),
            fix: Text(
                "Add what to save, as in postgres() or files(\"website\", \"/srv/www\")",
                fr: "Ajoutez ce qu'il faut sauvegarder, par exemple postgres() ou files(\"website\", \"/srv/www\")"))
    }

    package static func repeatedWord(_ word: String) -> Failure {
        Failure(
            Text("the recipe says \(word) more than once", fr: "la recette dit plusieurs fois \(word)"),
            fix: Text("Leave one of them", fr: "N'en laissez qu'un"))
    }

    package static func repeatedName(_ name: String) -> Failure {
        Failure(
            Text("two components are called \(name)", fr: "deux composants s'appellent \(name)"),
            fix: Text(
                "Name one of them otherwise, as in postgres(\"second\", …) or files(\"second\", …)",
                fr: "Donnez un autre nom à l'un des deux, par exemple postgres(\"second\", …) ou files(\"second\", …)"))
    }

    package static func repeatedService(_ name: String) -> Failure {
        Failure(
            Text("two services are called \(name)", fr: "deux services s'appellent \(name)"),
            fix: Text("Leave one of them", fr: "N'en laissez qu'un"))
    }

    package static func takenName(_ name: String, by other: String) -> Failure {
        Failure(
            Text("no component can be called \(name)", fr: "aucun composant ne peut s'appeler \(name)"),
            why: Text("\(other) has a file of that name", fr: "\(other) a un fichier de ce nom"),
            fix: Text("Choose another name", fr: "Choisissez un autre nom"))
    }

    package static func name(_ name: String) -> Failure {
        Failure(
            Text("no component can be called \"\(name)\"", fr: "aucun composant ne peut s'appeler « \(name) »"),
            why: Text("its files begin with the name", fr: "ses fichiers commencent par ce nom"),
            fix: Text(
                "Use a to z, 0 to 9, _ and -, a letter or digit first, and not manifest",
                fr: "Utilisez a à z, 0 à 9, _ et -, une lettre ou un chiffre d'abord, et pas manifest"))
    }

    package static func path(_ path: String, of component: String) -> Failure {
        Failure(
            Text(
                "\(component) cannot use the path \"\(path)\"",
                fr: "\(component) ne peut utiliser le chemin « \(path) »"),
            fix: Text(
                "Write it from / or from the platform's root, without .. and ~",
                fr: "Écrivez-le depuis / ou depuis la racine de la plateforme, sans .. ni ~"))
    }

    package static func repeatedPath(_ path: String) -> Failure {
        Failure(
            Text("the recipe saves \(path) more than once", fr: "la recette sauvegarde plusieurs fois \(path)"),
            fix: Text("Leave it in one component", fr: "Ne le laissez que dans un composant"))
    }

    package static func share(_ share: Double, of component: String) -> Failure {
        Failure(
            Text(
                "suspectBelow: \(share) of \(component) is no share",
                fr: "suspectBelow: \(share) de \(component) n'est pas une part"),
            fix: Text(
                "Write 0 (never suspect) to 1, as in suspectBelow: 0.5",
                fr: "Écrivez de 0 (jamais suspect) à 1, par exemple suspectBelow: 0.5"))
    }

    package static func empty(_ word: String, _ part: String) -> Failure {
        Failure(
            Text("\(part) of \(word) is empty", fr: "\(part) de \(word) est vide"),
            fix: Text("Write what belongs there", fr: "Écrivez ce qui doit y être"))
    }

    package static func level(_ level: Int) -> Failure {
        Failure(
            Text(
                "compress(level: \(level)) is no level of gzip",
                fr: "compress(level: \(level)) n'est pas un niveau de gzip"),
            fix: Text("Write 1 (fast) to 9 (small)", fr: "Écrivez de 1 (rapide) à 9 (petit)"))
    }

    package static func tooFew(_ written: String, least: Int) -> Failure {
        Failure(
            Text("\(written) is too few", fr: "\(written) n'est pas assez"),
            fix: Text("Write at least \(least)", fr: "Écrivez au moins \(least)"))
    }

    package static func fingerprint(_ digits: String) -> Failure {
        Failure(
            Text("\"\(digits)\" is no whole fingerprint", fr: "« \(digits) » n'est pas une empreinte entière"),
            why: Text("it has not 40 hexadecimal digits", fr: "elle n'a pas 40 chiffres hexadécimaux"),
            fix: Text("Copy it from: gpg --fingerprint", fr: "Copiez-la de : gpg --fingerprint"))
    }

    package static func unset(_ variable: String, _ word: String) -> Failure {
        Failure(
            Text(
                "\(word) needs \(variable), which is not set",
                fr: "\(word) a besoin de \(variable), qui n'est pas définie"),
            fix: Text(
                "Set it, or write its value in the recipe", fr: "Définissez-la, ou écrivez sa valeur dans la recette"))
    }

    package static func remote(_ url: String) -> Failure {
        Failure(
            Text("\"\(url)\" is no remote destination", fr: "« \(url) » n'est pas une destination distante"),
            fix: Text(
                "Write s3://bucket/prefix, or name:path with a name that rclone listremotes shows",
                fr: "Écrivez s3://bucket/prefix, ou nom:chemin avec un nom que montre rclone listremotes"))
    }
}
