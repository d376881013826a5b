internal import Glibc

/// How many threads this process can have side by side now, `count` at most.
///
/// Where the system refuses one, libdispatch waits for it without an end: it has to be known before the work.
package func startableThreads(_ count: Int) -> Int {
    var ends: [CInt] = [0, 0]
    guard pipe(&ends) == 0 else { return count }
    var threads: [pthread_t] = []
    for _ in 0..<count {
        var thread = pthread_t()
        guard pthread_create(&thread, nil, waitForEnd, UnsafeMutableRawPointer(bitPattern: Int(ends[0]))) == 0 else {
            break
        }
        threads.append(thread)
    }
    close(ends[1])
    for thread in threads { pthread_join(thread, nil) }
    close(ends[0])
    return threads.count
}

private func waitForEnd(_ pipe: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    var byte: UInt8 = 0
    _ = read(CInt(Int(bitPattern: pipe)), &byte, 1)
    return nil
}
