import GardeComponents
import GardeCore
import GardeWords
import GardeIO
import SystemPackage

/// What somebody is told, in the forms that the ways of telling take.
package struct Message: Sendable {
    /// What a dead man's switch hears.
    enum Ping: String, Sendable {
        case start, success = "", failure = "fail"
        /// Changes nothing there.
        case log
    }

    let subject: String
    let lines: [String]
    let json: JSON
    let ping: Ping

    var text: String { ([subject] + lines).joined(separator: "\n") }
}
