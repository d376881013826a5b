import GardeComponents
import GardeIO
import SystemPackage

/// A folder, file or volume that services have.
struct Mount {
    enum Place: Hashable {
        case path(FilePath)
        case volume(Stack.NamedVolume)
    }

    let place: Place
    private(set) var services: [String] = []
    private(set) var targets: [String] = []
    /// Nobody writes to it.
    private(set) var isReadOnly = true

    var path: FilePath? { if case .path(let path) = place { path } else { nil } }

    /// Each once, in the order of the compose files.
    static func all(of stack: Stack) -> [Mount] {
        var found: [Mount] = []
        func add(_ place: Place, _ service: String, _ target: String, isReadOnly: Bool, _ isSame: (Mount) -> Bool) {
            let number = found.firstIndex(where: isSame) ?? found.endIndex
            if number == found.endIndex { found.append(Mount(place: place)) }
            if !found[number].services.contains(service) { found[number].services.append(service) }
            if !found[number].targets.contains(target) { found[number].targets.append(target) }
            found[number].isReadOnly = found[number].isReadOnly && isReadOnly
        }
        for beside in stack.besides {
            guard let target = beside.target else { continue }
            add(.path(beside.path), beside.service, target, isReadOnly: beside.isReadOnly) { $0.path == beside.path }
        }
        for volume in stack.volumes {
            add(.volume(volume), volume.service, volume.target, isReadOnly: false) { mount in
                if case .volume(let other) = mount.place { other.key == volume.key } else { false }
            }
        }
        return found
    }
}

extension Stack {
    /// Where a service has what it keeps.
    func targets(of service: String) -> [String] {
        besides.filter { $0.service == service }.compactMap(\.target)
            + volumes.filter { $0.service == service }.map(\.target)
    }
}
