/// What a component's increment is compared with, as its manifest says it.
package struct Lineage: Decodable, Sendable, Hashable {
    /// The id of the backup that it was compared with.
    package let parent: String
    /// The id of the full one that its chain begins with.
    package let base: String
    /// The last key of the parent's manifest.
    package let parentSha256: String

    package init(parent: String, base: String, parentSha256: String) {
        (self.parent, self.base, self.parentSha256) = (parent, base, parentSha256)
    }
}
