import GardeIO
import GardeTestSupport
import SystemPackage
import Testing

// Copies elsewhere, looked into from a machine where there is nothing.
extension RemoteTests {
    @Test(arguments: RemotePlace.allCases)
    func `a copy is looked into, and one folder of it comes back beside`(place: RemotePlace) async throws {
        #expect(try await scene.sync(place, prefix, filesOnly).status == 0)
        let (id, url) = (try await platform.newestBackup().id, scene.servers.url(place, prefix))
        let root = platform.folder.appending("bare-\(UInt32.random(in: 0 ... .max))")
        _ = try await GardeTestSupport.run("sh", ["-c", "mkdir \"$0\" && : >\"$0/.env\"", root.string])
        let all = try await scene.call(place, ["ls", "\(url)/latest"], at: root)
        #expect(all.status == 0 && all.output.lines.count == 3, "\(all)")
        #expect(!all.output.says("copy.fetching"), "\(all)")
        let listed = try await scene.call(place, ["ls", "\(url)/\(id)", "config/nginx"], at: root)
        #expect(listed.status == 0 && listed.output.contains("mssante.conf"), "\(listed)")
        let live = try await GardeTestSupport.run("cat", [platform.root.pushing("config/nginx/mssante.conf").string])
        let printed = try await scene.call(place, ["cat", "\(url)/latest", "config/nginx/mssante.conf"], at: root)
        #expect(printed.output == live.output && printed.error == "", "\(printed)")
        let beside = root.appending("beside").string
        let words = ["restore", "\(url)/latest", "--to", beside, "--path", "config/nginx"]
        let restored = try await scene.call(place, words, at: root)
        #expect(restored.status == 0, "\(restored)")
        let found = try await GardeTestSupport.run("cat", ["\(beside)/config/nginx/mssante.conf"])
        #expect(found.output == live.output)
        let left = try await GardeTestSupport.run("ls", ["-A", root.appending("backups").string])
        #expect(!left.output.contains("fetched"), "\(left)")
    }
}
