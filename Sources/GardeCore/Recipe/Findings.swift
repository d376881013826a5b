package import GardeWords

// What validation says of a recipe.
extension Failure {
    package static var nothingToSave: Failure {
        Failure("recipe.nothing-to-save")
    }

    package static func repeatedWord(_ word: String) -> Failure {
        Failure("recipe.repeated-word", ["word": word])
    }

    package static func repeatedName(_ name: String) -> Failure {
        Failure("recipe.repeated-name", ["name": name])
    }

    package static func repeatedService(_ name: String) -> Failure {
        Failure("recipe.repeated-service", ["name": name])
    }

    package static func takenName(_ name: String, by other: String) -> Failure {
        Failure("recipe.taken-name", ["name": name, "other": other])
    }

    package static func name(_ name: String) -> Failure {
        Failure("recipe.name", ["name": name])
    }

    package static func path(_ path: String, of component: String) -> Failure {
        Failure("recipe.path", ["component": component, "path": path])
    }

    package static func repeatedPath(_ path: String) -> Failure {
        Failure("recipe.repeated-path", ["path": path])
    }

    package static func share(_ share: Double, of component: String) -> Failure {
        Failure("recipe.share", ["share": "\(share)", "component": component])
    }

    package static func empty(_ word: String, _ part: String) -> Failure {
        Failure("recipe.empty", ["part": part, "word": word])
    }

    package static func level(_ level: Int) -> Failure {
        Failure("recipe.level", ["level": level])
    }

    package static func nice(_ nice: Int) -> Failure { Failure("recipe.nice", ["nice": nice]) }

    package static func tooFew(_ written: String, least: Int) -> Failure {
        Failure("recipe.too-few", ["written": written, "least": least])
    }

    package static func fingerprint(_ digits: String) -> Failure {
        Failure("recipe.fingerprint", ["digits": digits])
    }

    package static func unset(_ variable: String, _ word: String) -> Failure {
        Failure("recipe.unset", ["word": word, "variable": variable])
    }

    package static func remote(_ url: String) -> Failure {
        Failure("recipe.remote", ["url": url])
    }
}
