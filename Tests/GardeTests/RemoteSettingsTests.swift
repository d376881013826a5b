import Garde
import GardeTestSupport
import GardeWords
import Testing

/// How a place for copies is described, in the recipe and by settings.
@Suite struct RemoteSettingsTests {
    private let words = recipe {
        postgres()
        sync(
            to: .s3("bucket/weekly/", storageClass: .standardIA), keep: .daily(90, weekly: 52),
            limit: .megabytes(2))
        sync(to: "nas:backups")
    }

    @Test func `the recipe says class, rule and speed of each place`() throws {
        let found = settings([], [:], "", words).remotes(words)
        try #require(found.count == 2)
        #expect(found[0].address.url == "s3://bucket/weekly" && found[0].storageClass == "STANDARD_IA")
        #expect(found[0].keep == .daily(90, weekly: 52) && found[0].limit == 2_000_000)
        #expect(found[1] == CopyPlace(address: try #require(DestinationAddress("nas:backups"))))
    }

    @Test func `variables come before it, and a flag that names its place keeps what it says of it`() throws {
        let variables = ["STORAGE_CLASS": "GLACIER_IR", "BANDWIDTH_LIMIT": "500"]
        let found = settings(["--remote-dest", "s3://bucket//weekly"], variables, "", words).remotes(words)
        try #require(found.count == 1)
        #expect(found[0].storageClass == "GLACIER_IR" && found[0].limit == 500_000)
        #expect(found[0].keep == .daily(90, weekly: 52))
        let other = settings(["--remote-dest", "s3://other"], [:], "", words).remotes(words)
        #expect(other == [CopyPlace(address: try #require(DestinationAddress("s3://other")))])
    }

    @Test func `what cannot be is a finding`() {
        let wrong = recipe {
            postgres()
            sync(to: "s3://bucket", keep: .daily(0), limit: .kilobytes(0))
            sync(to: .s3("", storageClass: .named("COLD")))
        }
        let found = wrong.findings { _ in nil }.map { $0.line(.english) }
        #expect(found.count == 3)
        #expect(
            found.contains { $0.says("recipe.too-few", ["written": "sync(limit: .kilobytes(0))"], in: .english) },
            "\(found)")
        #expect(found.contains { $0.says("recipe.too-few", ["written": "keep(daily: 0)"], in: .english) }, "\(found)")
        #expect(found.contains { $0.says("recipe.remote", ["url": "s3://"], in: .english) }, "\(found)")
    }
}
