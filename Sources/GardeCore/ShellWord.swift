import GardeIO
import SystemPackage

/// As a shell reads it.
package func shellWord(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
        "/._-+:@=,".utf8.contains(byte) || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
            || UInt8(ascii: "a")...UInt8(ascii: "z") ~= (byte | 0x20)
    }
    let parts = text.split(separator: "'", omittingEmptySubsequences: false)
    return isPlain ? text : "'" + parts.joined(separator: "'\\''") + "'"
}

/// This program as a person types it.
package var programWord: String { shellWord(programPath().string) }
