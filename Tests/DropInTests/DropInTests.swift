import Testing

/// The built executables against real servers.
@Suite struct DropInTests {}
