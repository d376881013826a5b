import GardeIO
import SystemPackage

extension Failure {
    static func composeRefused(_ words: [String], _ said: [String]) -> Failure {
        let command = words.joined(separator: " ")
        let why = said.joined(separator: " / ")
        return Failure(
            Text("\(command) failed", fr: "\(command) a échoué"), why: Text(why, fr: why),
            fix: Text("Type: docker compose ps -a", fr: "Tapez : docker compose ps -a"))
    }

    static func noSuchService(_ service: String, _ known: [String]) -> Failure {
        let list = known.sorted().joined(separator: " ")
        return Failure(
            Text("there is no service \(service)", fr: "il n'y a pas de service \(service)"),
            why: Text("Compose knows \(list)", fr: "Compose connaît \(list)"),
            fix: Text(
                "Name the right one in the recipe: in: \"…\"", fr: "Indiquez le bon dans la recette : in: \"…\""))
    }

    /// `compose` are the words that lead Compose to the platform's project.
    static func serviceNotRunning(_ service: String, _ compose: String) -> Failure {
        let command = "\(compose) up -d \(service)"
        return Failure(
            Text("the service \(service) is not running", fr: "le service \(service) ne tourne pas"),
            fix: Text("Type: \(command)", fr: "Tapez : \(command)"))
    }

    static func composeFilesLost(_ files: [FilePath]) -> Failure {
        let list = files.map(\.string).joined(separator: ", ")
        return Failure(
            Text(
                "what the running containers were made from is not there: \(list)",
                fr: "ce dont les conteneurs en service ont été créés manque : \(list)"),
            fix: Text(
                "Put it back, or start the platform with the files that are there, and type the same again.",
                fr: "Remettez-le, ou démarrez la plateforme avec les fichiers présents, et retapez la commande."))
    }

    static func severalProjects(_ names: [String], _ root: FilePath) -> Failure {
        let list = names.joined(separator: ", ")
        return Failure(
            Text(
                "several Compose projects run from \(root): \(list)",
                fr: "plusieurs projets Compose tournent depuis \(root) : \(list)"),
            why: Text("nothing says which one is meant", fr: "rien ne dit lequel est voulu"),
            fix: Text(
                "Stop the others, or name it before the command: COMPOSE_PROJECT_NAME=\(names[0])",
                fr: "Arrêtez les autres, ou nommez-le devant la commande : COMPOSE_PROJECT_NAME=\(names[0])"))
    }

    static func foreignProject(_ asked: String?, _ container: ContainerState) -> Failure {
        let (service, folder) = (asked ?? container.service, container.folder)
        return Failure(
            Text(
                "the container of \(service) belongs to another project",
                fr: "le conteneur de \(service) appartient à un autre projet"),
            why: Text("its folder is \(folder)", fr: "son dossier est \(folder)"),
            fix: Text(
                "Set PLATFORM_ROOT to that folder, or COMPOSE_PROJECT_NAME to this platform's own name.",
                fr: "Définissez PLATFORM_ROOT avec ce dossier, ou COMPOSE_PROJECT_NAME avec le nom de cette plateforme."
            ))
    }
}
