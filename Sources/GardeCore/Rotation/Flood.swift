/// How many backups may go at once: a clock or a setting that jumped must not empty the folder.
struct Flood {
    /// Three, or twice what came since the last rotation.
    let limit: Int
    /// By the clock the last rotation was a short while ago, so that time has not jumped.
    private let isSteady: Bool

    package init(_ backups: [SavedBackup], _ rules: Rotation.Rules) {
        let passed = rules.last.map { rules.now.seconds - $0.seconds } ?? .max
        let isSteady = 0...(4 * 86400) ~= passed
        let newcomers = rules.last.map { last in backups.count { !last.left.contains($0.id) } } ?? 0
        // At midnight a whole day ages, whatever ran in its last hour.
        let ofLastDay = backups.count { 0..<86400 ~= rules.now.seconds - $0.start.seconds }
        limit = max(3, 2 * max(newcomers, isSteady ? ofLastDay : 0))
        self.isSteady = isSteady
    }

    /// Increments of one chain go when the last of them does, and count as one, unless time may have jumped.
    func count(_ going: [SavedBackup], _ chains: Chains) -> Int {
        isSteady ? Set(going.map(chains.root)).count : going.count
    }
}
