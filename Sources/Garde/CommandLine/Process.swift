import GardeEngine
import GardeComponents
import GardeCore
import GardeWords
import Glibc
import GardeIO
import SystemPackage
import UnixSignals

/// This process, made ready for cron and for whatever else calls it.
enum Process {
    /// Standard descriptors open, files for this user only, tools found, file names read as bytes of UTF-8.
    static func prepare() {
        for number in 0...2 where fcntl(CInt(number), F_GETFD) < 0 { _ = open("/dev/null", O_RDWR) }
        umask(0o077)
        signal(SIGPIPE, SIG_IGN)  // a reader of our output who leaves, as head(1) does, must not end a backup
        signal(SIGXFSZ, SIG_IGN)  // a file that may grow no further is an error that can be named
        setlocale(LC_CTYPE, "C.UTF-8")
        findTools()
        findHome()
        nameTerminal()
        raiseDescriptors()
        shareHeaps()
    }

    /// Overwrites the secrets of this process's arguments and environment, which others on the machine can read as long
    /// as it runs, and which gpg-agent would inherit for good; whoever needs them has copied them before.
    static func forgetSecrets(of recipe: Recipe) {
        let secrets = Secrets.names(recipe)
        for name in Invocation.given.keys where matches(name, secrets) {
            getenv(name).map { _ = memset($0, 0, strlen($0)) }
            unsetenv(name)
        }
        let flags = Option.all.filter(\.isSecret).compactMap(\.flag?.long)
        let words = (0..<Int(CommandLine.argc)).compactMap { CommandLine.unsafeArgv[$0] }
        for (place, word) in words.enumerated() {
            let text = String(cString: word)
            if flags.contains(text), place + 1 < words.count { memset(words[place + 1], 0, strlen(words[place + 1])) }
            for flag in flags where text.hasPrefix(flag + "=") {
                memset(word + flag.utf8.count, 0, strlen(word) - flag.utf8.count)
            }
        }
    }

    /// gpg's pinentry asks on this terminal: gpg itself reads a pipe and would not find it.
    private static func nameTerminal() {
        guard getenv("GPG_TTY") == nil, let name = ttyname(0) else { return }
        setenv("GPG_TTY", name, 1)
    }

    /// Cron's PATH may be /usr/bin:/bin.
    private static func findTools() {
        let path = getenv("PATH").map { String(cString: $0) } ?? ""
        let known = path.split(separator: ":").map(String.init)
        let more = ["/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"].filter { !known.contains($0) }
        setenv("PATH", (known + more).joined(separator: ":"), 1)
    }

    /// Docker, gpg, aws and rclone look for their settings there.
    private static func findHome() {
        guard getenv("HOME") == nil, let entry = getpwuid(getuid()) else { return }
        setenv("HOME", entry.pointee.pw_dir, 1)
    }

    /// A folder a level down is a descriptor, and trees can be deep.
    private static func raiseDescriptors() {
        guard var limit = descriptors() else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    private static func descriptors() -> rlimit? {
        var limit = rlimit()
        return getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 ? limit : nil
    }

    /// What keeps any run from its work.
    static func findings() -> [Failure] {
        // Swift reads the arguments from /proc; without them a restore would pass for a backup.
        if CommandLine.arguments.isEmpty { return [.noArguments] }
        let (files, threads) = (256, 32)
        if let limit = descriptors(), limit.rlim_cur < files { return [.fewDescriptors(Int(limit.rlim_cur), files)] }
        let found = startableThreads(threads)
        return found < threads ? [.fewThreads(found, threads)] : []
    }

    /// SIGHUP ends a run whose terminal is gone, unless nohup(1) said otherwise.
    static var hangUp: [UnixSignal] {
        var action = sigaction()
        sigaction(SIGHUP, nil, &action)
        let isIgnored = unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
        return isIgnored ? [] : [.sighup]
    }
}

extension Failure {
    fileprivate static let noArguments = Failure("usage.no-arguments")

    fileprivate static func fewThreads(_ found: Int, _ needed: Int) -> Failure {
        Failure("usage.few-threads", ["found": found, "needed": needed])
    }

    fileprivate static func fewDescriptors(_ limit: Int, _ needed: Int) -> Failure {
        Failure("usage.few-descriptors", ["limit": limit, "needed": needed])
    }
}
