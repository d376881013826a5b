/// The version of Garde, as `--version` and the manifest give it.
package let gardeVersion = "0.1.0"
