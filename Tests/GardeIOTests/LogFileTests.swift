import GardeIO
import GardeTestSupport
import Glibc
import SystemPackage
import Testing

@Suite struct LogFileTests {
    @Test func `a new log is 0640 whatever the umask, an old one keeps its mode and its lines`() throws {
        let scratch = Scratch()
        let folder = scratch.path.string
        do {
            var log = try LogFile("\(folder)/backup.log")
            try log.append("one")
        }
        #expect(try Stat(FilePath("\(folder)/backup.log")).permissions == [.ownerReadWrite, .groupRead])
        chmod("\(folder)/backup.log", 0o600)
        var log = try LogFile("\(folder)/backup.log")
        try log.append("two")
        #expect(try Stat(FilePath("\(folder)/backup.log")).permissions == .ownerReadWrite)
        #expect(try text("\(folder)/backup.log") == "one\ntwo\n")
    }

    @Test func `a full log moves to .1, and only as many old ones stay as are kept`() throws {
        let scratch = Scratch()
        let folder = scratch.path.string
        var log = try LogFile("\(folder)/backup.log", limit: 4, kept: 2)
        for line in ["1111", "2222", "3333", "4444"] { try log.append(line) }
        #expect(try text("\(folder)/backup.log") == "4444\n")
        #expect(try text("\(folder)/backup.log.1") == "3333\n")
        #expect(try text("\(folder)/backup.log.2") == "2222\n")
        #expect(!FilePath("\(folder)/backup.log.3").exists)
    }

    @Test func `a log that logrotate moved away is opened again, not rotated twice`() throws {
        let scratch = Scratch()
        let folder = scratch.path.string
        var log = try LogFile("\(folder)/backup.log", limit: 4)
        try log.append("1111")
        rename("\(folder)/backup.log", "\(folder)/elsewhere")
        try log.append("2222")
        #expect(try text("\(folder)/backup.log") == "2222\n")
        #expect(!FilePath("\(folder)/backup.log.1").exists)
    }
}

private func text(_ path: String) throws -> String {
    let file = try FileDescriptor.open(path, .readOnly)
    return try file.closeAfter { String(decoding: try file.readAll(), as: UTF8.self) }
}
