/// Remotes by a name of rclone's own configuration: `name:path`.
struct Rclone: DestinationWord {
    static let toolSecrets = [
        "RCLONE_CONFIG_*", "RCLONE_*_PASS", "RCLONE_*_KEY", "RCLONE_*_TOKEN", "RCLONE_*_SECRET",
    ]

    func takes(_ address: DestinationAddress) -> Bool { address.host == nil }

    func destination(_ request: DestinationRequest) -> any Destination { RcloneStore(request: request) }
}
