// swift-tools-version: 6.2
import Foundation
import PackageDescription

/// A folder under recipes/ that holds a main.swift is a recipe: an executable of that name.
let recipes: [String] = {
    let folder = URL(filePath: Context.packageDirectory).appending(path: "recipes")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().filter {
        FileManager.default.fileExists(atPath: folder.appending(path: "\($0)/main.swift").path)
    }
}()

/// In a release they are part of the executable, as far as it uses them: a server needs no package of theirs. A debug build
/// keeps all of an archive, with all that it would need.
let libraries: [LinkerSetting] =
    [":libarchive.a", ":libnettle.a", ":libacl.so.1"].map { .linkedLibrary($0, .when(configuration: .release)) }
    + ["archive", "nettle"].map { .linkedLibrary($0, .when(configuration: .debug)) }

/// `bin/test` has the formats optimized, where its tests compute most; not always, since nobody may depend on a package that
/// sets flags.
let formats: [SwiftSetting] =
    Context.environment["GARDE_FAST_FORMATS"] == nil ? [] : [.unsafeFlags(["-O"], .when(configuration: .debug))]

let package = Package(
    name: "garde",
    products: [.library(name: "Garde", targets: ["Garde"])],
    dependencies: [
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CGarde",
            providers: [
                .apt([
                    "libarchive-dev", "nettle-dev", "libdeflate-dev", "libjansson-dev", "libyaml-dev", "zlib1g-dev",
                ])
            ]),
        .target(name: "GardeWords", dependencies: [.product(name: "SystemPackage", package: "swift-system")]),
        .target(
            name: "GardeIO",
            dependencies: [
                "CGarde",
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: formats,
            linkerSettings: libraries),
        .target(
            name: "GardeCore",
            dependencies: ["GardeIO", "GardeWords", .product(name: "SystemPackage", package: "swift-system")]),
        .target(
            name: "GardeComponents",
            dependencies: [
                "GardeCore", "GardeIO", "GardeWords", .product(name: "SystemPackage", package: "swift-system"),
            ]),
        .target(
            name: "GardeDestinations",
            dependencies: [
                "GardeCore", "GardeIO", "GardeWords", .product(name: "SystemPackage", package: "swift-system"),
            ]),
        .target(
            name: "GardeNotifiers",
            dependencies: [
                "GardeCore", "GardeIO", "GardeWords", .product(name: "SystemPackage", package: "swift-system"),
            ]),
        .target(
            name: "GardeEngine",
            dependencies: [
                "GardeComponents", "GardeDestinations", "GardeNotifiers", "GardeCore", "GardeIO", "GardeWords",
                .product(name: "SystemPackage", package: "swift-system"),
            ]),
        .target(
            name: "Garde",
            dependencies: [
                "GardeEngine", "GardeComponents", "GardeDestinations", "GardeNotifiers", "GardeCore", "GardeIO",
                "GardeWords",
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]),
        // What writes a recipe of a platform's files, for `bin/recipe new NAME --from DIR`; no server gets it.
        .executableTarget(
            name: "GardeDraft",
            dependencies: [
                "Garde", "GardeEngine", "GardeComponents", "GardeCore", "GardeIO", "GardeWords",
                .product(name: "SystemPackage", package: "swift-system"),
            ]),
        .target(
            name: "GardeTestSupport",
            dependencies: [
                "GardeCore", "GardeIO", "GardeWords",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            path: "Tests/GardeTestSupport"),
        .testTarget(name: "GardeWordsTests", dependencies: ["GardeWords"]),
        .testTarget(name: "GardeIOTests", dependencies: ["GardeIO", "GardeTestSupport"]),
        .testTarget(name: "GardeCoreTests", dependencies: ["GardeCore", "GardeIO", "GardeWords", "GardeTestSupport"]),
        .testTarget(name: "GardeTests", dependencies: ["Garde", "GardeWords", "GardeTestSupport"]),
        .testTarget(name: "DropInTests", dependencies: ["GardeIO", "GardeWords", "GardeTestSupport"]),
    ]
)

for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .treatAllWarnings(as: .error),
    ]
}

// A recipe sees what a user sees, and a user's unused `let` must not stop a build.
package.targets += recipes.map {
    .executableTarget(name: $0, dependencies: ["Garde"], path: "recipes/\($0)", packageAccess: false)
}
