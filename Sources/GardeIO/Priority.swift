internal import Glibc

/// Gives the calling thread the priority (nice(1)) that this program was started with.
///
/// libdispatch gives each thread one of its own, by what it works for: a program that is called by `nice` would work, and
/// start its children, as if it had not been.
func takeOwnPriority() { _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, ownPriority) }

/// That of the first thread, which libdispatch leaves alone.
private let ownPriority = getpriority(__priority_which_t(PRIO_PROCESS.rawValue), id_t(getpid()))
