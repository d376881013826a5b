extension String {
    /// Its beginning where all of it measures more than `most`, with `…` on a line of its own behind it.
    func cut(to most: Int, measured: (Substring) -> Int = \.utf8.count) -> String {
        guard measured(self[...]) > most else { return self }
        let end = "\n…"
        var kept = self[...]
        while !kept.isEmpty, measured(kept) > most - end.utf8.count {
            kept = kept.dropLast(max(1, (measured(kept) - most) / 5))
        }
        return kept + end
    }
}
