public import GardeCore

/// Tests name components as they please.
extension Component.ID: ExpressibleByStringLiteral {
    public init(stringLiteral name: String) {
        guard let id = Component.ID(name) else { preconditionFailure("no component's name: \(name)") }
        self = id
    }
}
