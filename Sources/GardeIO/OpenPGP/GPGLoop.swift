internal import CGarde
import Glibc

/// Waits for the pipes of one operation of GPGME.
///
/// GPGME's own loop spins for ever when gpg was killed while the pipe to it was full (seen with 1.18): it waits until the
/// pipe can be written, and takes no notice of the error. Here an error is a reason to try, and so to end.
final class GPGLoop {
    /// One end of a pipe, and what GPGME does with it once it is ready.
    fileprivate final class End {
        let descriptor: CInt
        let events: Int16
        let act: () -> Void
        private weak var loop: GPGLoop?

        init(_ descriptor: CInt, events: CInt, in loop: GPGLoop, _ act: @escaping () -> Void) {
            (self.descriptor, self.events, self.loop, self.act) = (descriptor, Int16(events), loop, act)
        }

        func leave() { loop?.ends.removeAll { $0 === self } }
    }

    private var ends: [End] = []
    private var outcome: gpgme_error_t?

    /// Starts an operation and waits until it is done. Throws GPGME's error, and `CancellationError` within a second of
    /// the task's cancelling.
    static func run(_ context: GPGContext, _ start: (gpgme_ctx_t) -> gpgme_error_t) throws {
        let loop = GPGLoop()
        try withExtendedLifetime(loop) {
            let own = Unmanaged.passUnretained(loop).toOpaque()
            var calls = gpgme_io_cbs(add: added, add_priv: own, remove: removed, event: happened, event_priv: own)
            gpgme_set_io_cbs(context.raw, &calls)
            try check(start(context.raw))
            try loop.wait(for: context.raw)
        }
    }

    private func wait(for context: gpgme_ctx_t) throws {
        while outcome == nil, !ends.isEmpty {
            guard !Task.isCancelled else {
                gpgme_cancel(context)
                throw CancellationError()
            }
            var asked = ends.map { pollfd(fd: $0.descriptor, events: $0.events, revents: 0) }
            guard poll(&asked, nfds_t(asked.count), 500) > 0 else { continue }
            let ready = zip(ends, asked).filter { $0.1.revents != 0 }.map(\.0)
            for end in ready where ends.contains(where: { $0 === end }) { end.act() }
        }
        try check(outcome ?? gpgme_error_t(GPG_ERR_GENERAL.rawValue))
    }

    fileprivate func add(_ end: End) { ends.append(end) }

    fileprivate func finish(_ error: gpgme_error_t) { outcome = outcome ?? error }
}

// MARK: What GPGME calls

private func loop(_ pointer: UnsafeMutableRawPointer?) -> GPGLoop? {
    pointer.map { Unmanaged<GPGLoop>.fromOpaque($0).takeUnretainedValue() }
}

private func added(
    _ owner: UnsafeMutableRawPointer?, _ descriptor: CInt, _ isRead: CInt, _ act: gpgme_io_cb_t?,
    _ data: UnsafeMutableRawPointer?, _ tag: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> gpgme_error_t {
    guard let loop = loop(owner), let act else { return gpgme_error_t(GPG_ERR_GENERAL.rawValue) }
    let end = GPGLoop.End(descriptor, events: isRead != 0 ? POLLIN : POLLOUT, in: loop) { _ = act(data, descriptor) }
    loop.add(end)
    tag?.pointee = Unmanaged.passRetained(end).toOpaque()
    return 0
}

private func removed(_ tag: UnsafeMutableRawPointer?) {
    tag.map { Unmanaged<GPGLoop.End>.fromOpaque($0).takeRetainedValue().leave() }
}

private func happened(
    _ owner: UnsafeMutableRawPointer?, _ what: gpgme_event_io_t, _ data: UnsafeMutableRawPointer?
) {
    guard what == GPGME_EVENT_DONE, let done = data?.assumingMemoryBound(to: gpgme_io_event_done_data.self).pointee
    else { return }
    loop(owner)?.finish(done.err != 0 ? done.err : done.op_err)
}
