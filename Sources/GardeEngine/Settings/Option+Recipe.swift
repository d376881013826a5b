import GardeComponents
package import GardeCore

extension Option {
    /// Whether it can change anything for a recipe: what can not is taken all the same, as the guide has it, and not listed.
    package func concerns(_ recipe: Recipe) -> Bool {
        switch variable {
        case "--only", "--skip": return recipe.sources.count > 1
        case "--recheck": return recipe.sources.contains(where: \.canBeIncrement)
        case "--allow-settings", "--cluster":
            return recipe.sources.contains(where: \.kind.savesCluster)
        case "--mailbox", "--mailboxes", "--replace": return recipe.sources.contains { $0.kind.mailboxes != nil }
        case "--to-database": return recipe.sources.contains(where: \.kind.comesBeside)
        case "--table": return recipe.sources.contains { $0.kind is Postgres }
        case "--keys": return recipe.sources.contains { $0.kind is Redis }
        case "--path", "--to": return recipe.sources.contains { $0.kind is any TreeKind }
        default:
            guard let component else { return true }
            return recipe.sources.contains { $0.option == component }
        }
    }

    /// What the guide calls the component that it leaves out; nil for any other option.
    private var component: String? {
        let name = ["BACKUP_", "RESTORE_"].lazy.compactMap {
            variable.hasPrefix($0) ? variable.dropFirst($0.count) : nil
        }
        .first.map(String.init)
        return Component.ID.ofGuide.compactMap(\.option).first { $0 == name }
    }
}
