import GardeCore
import GardeWords
import GardeIO

/// Buckets: `s3://bucket/prefix`.
struct S3: DestinationWord {
    static let toolSecrets = ["AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"]

    func takes(_ address: DestinationAddress) -> Bool { address.host != nil }

    /// By aws where it is installed, else by rclone, which knows S3 too.
    func destination(_ request: DestinationRequest) -> any Destination {
        findProgram("aws") != nil || findProgram("rclone") == nil
            ? AWSStore(request: request) : RcloneStore(request: request)
    }
}

extension DestinationRequest {
    func variable(_ name: String) -> String? { value(Setting.environment(name)) }

    /// Where an S3 is that is not Amazon's, by the names that Amazon's own tools know.
    var endpoint: String? { variable("AWS_ENDPOINT_URL_S3") ?? variable("AWS_ENDPOINT_URL") }

    /// An address with a login in it would show that as an argument, and in what tools say.
    var endpointFinding: Failure? {
        guard let endpoint else { return nil }
        guard let parts = URLParts(endpoint), ["http", "https"].contains(parts.scheme), parts.login == nil else {
            return .invalidEndpoint
        }
        return nil
    }

    var region: String? { variable("AWS_REGION") ?? variable("AWS_DEFAULT_REGION") }
}

extension Failure {
    fileprivate static let invalidEndpoint = Failure("copy.invalid-endpoint")
}
