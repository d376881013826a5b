/// What an increment is compared with, as its manifest says it.
package struct Lineage: Sendable, Hashable {
    package let parent: String
    package let base: String
    /// The last key of the parent's manifest.
    package let parentSha256: String

    package init(parent: String, base: String, parentSha256: String) {
        (self.parent, self.base, self.parentSha256) = (parent, base, parentSha256)
    }
}
