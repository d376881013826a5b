import GardeTestSupport
import SystemPackage
import Testing

@Suite(.tags(.server)) struct FaultMemoryTests {
    /// The most memory, descriptors and threads that the executable has at a time.
    private static let watch = """
        import os, subprocess, sys, time
        run = subprocess.Popen(sys.argv[1:])
        most = [0, 0, 0]
        while run.poll() is None:
            try:
                status = dict(line.split(":", 1) for line in open(f"/proc/{run.pid}/status"))
                now = [int(status["VmHWM"].split()[0]), len(os.listdir(f"/proc/{run.pid}/fd")), int(status["Threads"])]
                most = [max(pair) for pair in zip(most, now)]
            except (OSError, KeyError):
                pass
            time.sleep(0.005)
        print(*most)
        sys.exit(run.returncode)
        """

    @Test func `memory, descriptors and threads do not grow with the mail`() async throws {
        try await ThrowawayPlatform.with(.mail(20)) { platform in
            let mail = platform.root.pushing("data/mail").string
            var most: [[Int]] = []
            for count in [400, 5000] {
                try await throwaway("maildir", [mail, "\(count)", "\(count * 12_000)", "\(count)"])
                let run = try await platform.backup(mailOnly + ["--quiet"], by: ["python3", "-c", Self.watch])
                #expect(run.status == 0 && run.error == "")
                most.append(run.output.split(whereSeparator: \.isWhitespace).compactMap { Int($0) })
            }
            try #require(most.allSatisfy { $0.count == 3 })
            #expect(most[1][0] < 64 << 10, "KiB, descriptors, threads: \(most)")
            #expect(most[1][1] < 64 && most[1][2] < 48, "KiB, descriptors, threads: \(most)")
        }
    }
}
