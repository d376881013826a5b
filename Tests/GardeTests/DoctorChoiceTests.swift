import Garde
import GardeTestSupport
import GardeWords
import Testing

/// `doctor --only` and `--skip`.
@Suite struct DoctorChoiceTests {
    @Test func `doctor looks at the components that are chosen, and at no other`() async throws {
        var scene = try RecipeScene { _ in
            files("uploads", "uploads")
            files("photos", "photos")
            redis("cache")
        }
        scene.variables = ["REDIS_PORT": "1", "PLATFORM": "here"]
        try await scene.shell("mkdir uploads photos")
        let all = try await scene.doctor()
        #expect(all.end == .failed && all.said.contains("cache") && all.said.contains("photos"), "\(all)")
        for words in [["--skip", "cache,photos"], ["--only", "uploads"]] {
            let some = try await scene.doctor(SchedulePlaces(), words[0], words[1])
            #expect(some.said.says("doctor.saves", ["name": "uploads"], in: .english), "\(some)")
            #expect(!some.said.contains("cache") && !some.said.contains("photos"), "\(some)")
        }
    }
}
