internal import Glibc

/// The processors that are online; at least 1.
package func onlineCores() -> Int { max(1, sysconf(CInt(_SC_NPROCESSORS_ONLN))) }
