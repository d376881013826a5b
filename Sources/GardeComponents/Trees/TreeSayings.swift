package import GardeCore
package import GardeWords
import GardeIO
import SystemPackage

extension Failure {
    static func tarDamaged(_ component: Component.ID, _ message: String) -> Failure {
        Failure("files.tar-damaged", ["component": component, "why": message])
    }

    package static func nothingOfThis(_ component: Component.ID, _ id: String) -> Failure {
        let fix = component.option.map { Text("files.leave-out", ["flag": "--no-\($0.lowercased())"]) }
        return Failure(
            "files.nothing-of-this",
            ["id": id, "component": component, "fix": fix ?? Text("files.choose-another")])
    }

    /// The backup has it as another kind of data.
    static func savedOtherwise(_ component: Component.ID, _ id: String, _ file: FilePath) -> Failure {
        Failure(
            "files.saved-otherwise",
            ["component": component, "id": id, "file": file.lastComponent?.string ?? file.string])
    }

    static func stagingLeft(_ component: Component.ID, _ folder: String) -> Failure {
        Failure("files.staging-left", ["component": component, "folder": folder])
    }
}

/// All that a restore would add is there.
package struct NothingMissing: Error {
    let id: String

    package var text: Text { Text("files.nothing-missing", ["id": id]) }
}

extension Text {
    static func noMessage(_ component: Component.ID, _ id: String) -> Text {
        Text("files.no-message", ["component": component, "id": id])
    }

    static func linksGiveWay(_ component: Component.ID, _ links: [String]) -> Text {
        Text("files.links-give-way", ["component": component, "links": shorten(links)])
    }

    static func notInRecipe(_ component: Component.ID, _ name: String) -> Text {
        Text("files.not-in-recipe", ["component": component, "name": name])
    }

    static func environmentStays(_ keys: [String]) -> Text {
        let list = keys.joined(separator: ", ")
        return keys.isEmpty
            ? Text("files.environment-stays")
            : Text("files.environment-differs", ["list": list])
    }

    static func ownersLost(_ component: Component.ID, _ count: Int) -> Text {
        Text("files.owners-lost", ["component": component, "count": count])
    }

    static func attributesLost(_ component: Component.ID, _ names: [[UInt8]]) -> Text {
        let list = shorten(names.map(visible))
        return Text("files.attributes-lost", ["component": component, "list": list])
    }

    static func setIDLost(_ component: Component.ID, _ names: [[UInt8]]) -> Text {
        let list = shorten(names.map(visible))
        return Text("files.set-id-lost", ["component": component, "list": list])
    }

    static func capabilitiesLost(_ component: Component.ID, _ names: [[UInt8]]) -> Text {
        let list = shorten(names.map(visible))
        return Text("files.capabilities-lost", ["component": component, "list": list])
    }

    static func deliveredMeanwhile(_ component: Component.ID, _ count: Int, _ folder: FilePath) -> Text {
        Text("files.delivered-meanwhile", ["component": component, "folder": folder, "count": count])
    }

    static func changedSince(_ component: Component.ID, _ differences: [String]) -> Text {
        let list = shorten(differences)
        return Text("files.changed-since", ["component": component, "list": list])
    }
}
