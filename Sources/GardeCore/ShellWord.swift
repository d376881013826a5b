import GardeIO
package import SystemPackage

/// As a shell reads it.
package func shellWord(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
        "/._-+:@=,".utf8.contains(byte) || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
            || UInt8(ascii: "a")...UInt8(ascii: "z") ~= (byte | 0x20)
    }
    let parts = text.split(separator: "'", omittingEmptySubsequences: false)
    return isPlain ? text : "'" + parts.joined(separator: "'\\''") + "'"
}

/// This program as people call it: that of a package by its command in /usr/bin, which reads the package's settings.
package func programCommand(of path: FilePath = programPath()) -> FilePath {
    let folder = path.removingLastComponent()
    let (name, shelf) = (folder.lastComponent?.string ?? "", folder.removingLastComponent())
    guard path.lastComponent?.string == name, shelf.ends(with: "usr/lib/garde") else { return path }
    let command = shelf.removingLastComponent().removingLastComponent().appending("bin/\(name)")
    return isExecutable(command) ? command : path
}

/// The same as a person types it, with what this call's environment says of where things are.
package var programWord: String { programCall() }

/// The same for the backups of a folder.
package func programCall(of backupRoot: FilePath? = nil) -> String {
    var given = processEnvironment()
    if let backupRoot { given["BACKUP_ROOT"] = backupRoot.string }
    let places = ["BACKUP_ROOT", "PLATFORM_ROOT"].compactMap { name in
        given[name].flatMap { $0.isEmpty ? nil : "\(name)=\(shellWord($0))" }
    }
    return (places + [shellWord(programCommand().string)]).joined(separator: " ")
}
