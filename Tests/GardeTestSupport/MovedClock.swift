/// A run under a clock of its own, by `faketime`.
package enum MovedClock {
    /// Words to put before a program; an offset is in `faketime -f`'s form: "+6d", "-3600".
    ///
    /// `faketime` refuses to start where one that was killed had the same process id, and left its files.
    package static func by(_ offset: String) -> [String] {
        ["sh", "-c", #"rm -f /dev/shm/*faketime_*_$$ && exec faketime -f "$0" "$@""#, offset]
    }

    package static func by(seconds: Int) -> [String] { by("\(seconds < 0 ? "-" : "+")\(abs(seconds))") }

    /// Whether this machine has it.
    package static var isHere: Bool { get async { await works("sh", Array(by("+1").dropFirst()) + ["true"]) } }
}
