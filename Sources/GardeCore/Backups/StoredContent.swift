/// A file of a backup and what is in it: the same content is stored as other bytes each time it is encrypted.
package struct StoredContent: Sendable, Hashable {
    /// The end of its name, such as `.rdb` or `_aof.tar`.
    package let part: String
    /// Of the content, before compression.
    package let sha256: String
    package let bytes: Int
    /// Of the file as stored.
    package let storedSha256: String

    package init(part: String, sha256: String, bytes: Int, storedSha256: String) {
        (self.part, self.sha256, self.bytes, self.storedSha256) = (part, sha256, bytes, storedSha256)
    }
}
