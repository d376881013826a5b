package import GardeWords

/// What rotation knows of a backup, wherever it lies.
package struct SavedBackup: Sendable, Hashable {
    package enum Content: Sendable, Hashable {
        case full
        /// Of no use without what it builds on: by uuid or id, the next one first; none where the manifest does not say it.
        case increment(on: [String])

        package var isIncrement: Bool { self != .full }
    }

    package let id: String
    /// Nil for one of the bash pair.
    package let uuid: String?
    package let start: Moment
    /// What is saved in it, by the component's name.
    package let contents: [Component.ID: Content]
    /// Everything that was asked for is in it.
    package let isWhole: Bool
    /// Something in it is much smaller than before, and nobody accepted that.
    package let isSuspect: Bool
    /// Something lies in its folder that is no part of a backup.
    package var holdsMore = false
    /// The place it lies in does not let it go.
    package var isLocked = false
    /// Who made it, where that is somebody else, who has rules of its own.
    package var stranger: Text?
    /// Components that it lacks something of; nil where only the number is known.
    package var lacks: Set<Component.ID>?
    /// A run for increments made it, whatever it saved whole.
    package var isOfIncrements = false
    /// `compact` made it of an increment, which runs go on from.
    package var isCompacted = false
    /// Whether its increments can be read here, and so be put together with those after it.
    package var isReadable = false
    /// Components that `verify` found damaged.
    package var bad: Set<Component.ID> = []

    package init(
        id: String, uuid: String? = nil, start: Moment, contents: [Component.ID: Content], isWhole: Bool = true,
        isSuspect: Bool = false
    ) {
        (self.id, self.uuid, self.start, self.contents) = (id, uuid, start, contents)
        (self.isWhole, self.isSuspect) = (isWhole, isSuspect)
    }

    /// Can stand for a component's data of its day, as far as it tells by itself.
    package func isGood(_ component: Component.ID) -> Bool {
        let isComplete = isWhole || lacks?.contains(component) == false
        return isComplete && !isSuspect && !bad.contains(component)
    }

    package var isIncrementOnly: Bool { contents.values.allSatisfy(\.isIncrement) }
}

/// A point of time, and where the local calendar has it.
package struct Moment: Sendable, Hashable, Comparable {
    /// Since 1970, UTC.
    package let seconds: Int
    /// Days since 1970-01-01.
    package let day: Int
    /// Months since the year 0.
    package let month: Int

    package init(seconds: Int, day: Int, month: Int) { (self.seconds, self.day, self.month) = (seconds, day, month) }

    /// Hours since 1970.
    package var hour: Int { Int((Double(seconds) / 3600).rounded(.down)) }

    /// ISO weeks, which begin on Monday, since that of 1970-01-01, a Thursday.
    package var week: Int { (day + 3 - (((day + 3) % 7) + 7) % 7) / 7 }

    package static func < (one: Moment, other: Moment) -> Bool { one.seconds < other.seconds }
}
