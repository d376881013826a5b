import GardeIO
import SystemPackage

// What the system's refusals mean to an administrator, and what to type next.

extension Failure {
    static func notWritten(_ failed: NotWritten) -> Failure {
        let (path, name) = (failed.path, visible(failed.path.bytes))
        switch failed.reason {
        case .noSpace: return .noSpace(for: path)
        case .diskQuotaExceeded: return .quotaUsedUp(for: path)
        case let reason:
            return Failure(
                Text("\(name) cannot be written", fr: "\(name) n'a pas pu être écrit"),
                why: reason.meaning, fix: reason.cure(of: path))
        }
    }

    static func notRead(_ failed: NotRead) -> Failure {
        let name = visible(failed.path.bytes)
        return Failure(
            Text("\(name) cannot be read", fr: "\(name) n'a pas pu être lu"),
            why: failed.reason.meaning, fix: failed.reason.cure(of: failed.path, reading: true))
    }

    /// The guide's words for a full disk; one may be full of files rather than of bytes.
    private static func noSpace(for path: FilePath) -> Failure {
        let (disk, name) = (mountPoint(of: path), visible(path.bytes))
        let room = try? room(at: disk)
        let (free, files) = (room?.free ?? 0, room?.files)
        return Failure(
            Text("Not enough disk space", fr: "Espace disque insuffisant"),
            why: Text(
                "\(name) had no room; \(Language.english.bytes(free)) are free without it",
                fr: "plus de place pour \(name) ; \(Language.french.bytes(free)) libres sans lui"),
            fix: files == 0
                ? Text(
                    "No inode is free. Type: df -i \(disk)",
                    fr: "Il n'y a plus d'inode libre. Tapez : df -i \(disk)")
                : Text("Type: df -h \(disk)", fr: "Tapez : df -h \(disk)"))
    }

    private static func quotaUsedUp(for path: FilePath) -> Failure {
        let (user, name) = (userName(), visible(path.bytes))
        return Failure(
            Text("Not enough disk space", fr: "Espace disque insuffisant"),
            why: Text(
                "\(name) had no room: the quota of \(user) or its group is used up",
                fr: "plus de place pour \(name) : le quota de \(user) ou de son groupe est épuisé"),
            fix: Text("Type: quota -s", fr: "Tapez : quota -s"))
    }

    static func notLocked(_ failed: NotLocked) -> Failure {
        let place = failed.path.removingLastComponent()
        return Failure(
            Text("no lock can be had on \(failed.path)", fr: "\(failed.path) ne peut pas être verrouillé"),
            why: failed.reason.meaning,
            fix: Text(
                "Two runs at once would spoil each other: use a BACKUP_ROOT whose file system has flock; of NFS, look at rpc.statd. Type: findmnt -T \(place)",
                fr:
                    "Deux exécutions à la fois se gâcheraient : prenez un BACKUP_ROOT dont le système de fichiers connaît flock ; "
                    + "avec NFS, regardez rpc.statd. Tapez : findmnt -T \(place)"))
    }

    static func notStarted(_ failed: NotStarted) -> Failure {
        Failure(
            Text("\(failed.program) cannot be started", fr: "\(failed.program) ne peut pas être lancé"),
            why: failed.reason.meaning, fix: failed.reason.cure)
    }

    /// Where nobody knows of which file.
    static func system(_ number: Errno) -> Failure {
        Failure(number.meaning, fix: number.cure)
    }
}

extension Text {
    static func noLog(_ error: any Error) -> Text {
        let why = Failure(describing: error)
        return Text(
            "the log cannot be written: \(why.line(.english))",
            fr: "le journal ne peut pas être écrit : \(why.line(.french))")
    }
}

extension Errno {
    /// The system's own words, with what they mean behind.
    var meaning: Text {
        guard let text = plainMeaning else { return Text("\(self)", fr: "\(self)") }
        return Text("\(self) (\(text[.english]))", fr: "\(self) (\(text[.french]))")
    }

    private var plainMeaning: Text? {
        switch self {
        case .readOnlyFileSystem:
            Text("its disk is mounted read-only", fr: "son disque est monté en lecture seule")
        case .notPermitted:
            Text(
                "it, or the folder that holds it, is immutable, or belongs to another user",
                fr: "lui ou le dossier qui le contient est immuable, ou appartient à un autre compte")
        case .resourceBusy: Text("something is mounted there", fr: "quelque chose y est monté")
        case .noLocks: Text("its file system grants no locks", fr: "son système de fichiers n'accorde pas de verrous")
        case .invalidArgument, .notSupportedOnSocket, .notSupported:
            Text("its file system cannot do that", fr: "son système de fichiers ne sait pas faire cela")
        case .ioError: Text("the disk failed", fr: "le disque est en défaut")
        case .fileTooLarge:
            Text(
                "it is longer than ulimit -f or its file system allows",
                fr: "il dépasse ce que permet ulimit -f ou son système de fichiers")
        case .tooManyOpenFiles, .tooManyOpenFilesInSystem:
            Text("too many files are open", fr: "trop de fichiers sont ouverts")
        case .staleNFSFileHandle: Text("the server of this mount has lost it", fr: "le serveur de ce montage l'a perdu")
        default: nil
        }
    }

    /// What to type, as far as it takes no path.
    var cure: Text? {
        switch self {
        case .tooManyOpenFiles:
            Text("Type: ulimit -n 1024, then the same again", fr: "Tapez : ulimit -n 1024, puis la même commande")
        case .noMemory: Text("Type: free -h", fr: "Tapez : free -h")
        case .tooManyOpenFilesInSystem: Text("Type: sysctl fs.file-max", fr: "Tapez : sysctl fs.file-max")
        case .ioError: Text("Look at the disk. Type: dmesg | tail", fr: "Vérifiez le disque. Tapez : dmesg | tail")
        default: nil
        }
    }

    fileprivate func cure(of path: FilePath, reading: Bool = false) -> Text {
        let folder = path.removingLastComponent()
        switch self {
        case .permissionDenied where reading:
            return Text(
                "Run this as a user who may read it. Type: id; ls -ld \(folder) \(path)",
                fr: "Lancez la commande sous un compte qui peut le lire. Tapez : id; ls -ld \(folder) \(path)")
        case .noSuchFileOrDirectory:
            return Text("Type: ls -la \(folder)", fr: "Tapez : ls -la \(folder)")
        case .permissionDenied:
            return Text(
                "Run this as the user who may write there. Type: id; ls -ld \(folder)",
                fr: "Lancez-la sous un compte qui peut y écrire. Tapez : id; ls -ld \(folder)")
        case .notPermitted:
            return Text(
                "Type: lsattr -d \(folder) \(path); where there is an i or a: chattr -i -a, then the same again",
                fr: "Tapez : lsattr -d \(folder) \(path) ; s'il y a un i ou un a : chattr -i -a, puis la même commande")
        case .readOnlyFileSystem:
            return Text(
                "Look why (dmesg | tail), then type: mount -o remount,rw \(mountPoint(of: path))",
                fr: "Cherchez pourquoi (dmesg | tail), puis tapez : mount -o remount,rw \(mountPoint(of: path))")
        case .fileTooLarge:
            return Text("Type: ulimit -f; findmnt -T \(folder)", fr: "Tapez : ulimit -f; findmnt -T \(folder)")
        case .invalidArgument, .notSupportedOnSocket, .notSupported, .noLocks, .resourceBusy, .staleNFSFileHandle:
            return Text(
                "Look what is mounted there, and choose another place where it cannot do it. Type: findmnt -T \(folder)",
                fr:
                    "Regardez ce qui y est monté, et choisissez un autre endroit s'il ne sait pas le faire. Tapez : findmnt -T \(folder)"
            )
        default:
            return cure ?? Text("Look at the disk. Type: dmesg | tail", fr: "Vérifiez le disque. Tapez : dmesg | tail")
        }
    }
}
