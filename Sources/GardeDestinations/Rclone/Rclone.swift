/// Remotes by a name of rclone's own configuration: `name:path`.
struct Rclone: DestinationWord {
    func takes(_ address: DestinationAddress) -> Bool { address.host == nil }

    func destination(_ request: DestinationRequest) -> any Destination { RcloneStore(request: request) }
}
