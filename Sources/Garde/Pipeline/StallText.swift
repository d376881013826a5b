import GardeIO

extension Text {
    /// Who waits for whom. The run goes on: a lock is given free some day, and an index is built for hours.
    static func stalled(_ stall: Stall) -> Text {
        let minutes = Int(stall.time / .seconds(60))
        let waiting = stall.waiting.joined(separator: ", ")
        return Text(
            "no byte for \(minutes) minutes: \(waiting) wait for \(stall.slow). \(look(at: stall)[.english])",
            fr:
                "pas un octet depuis \(minutes) minutes : \(waiting) attendent \(stall.slow). \(look(at: stall)[.french])"
        )
    }

    private static func look(at stall: Stall) -> Text {
        if ["pg_dump", "pg_restore", "psql"].contains(stall.slow) {
            let sql = "SELECT pid, wait_event, query FROM pg_stat_activity WHERE wait_event_type = 'Lock';"
            return Text(
                "It may wait for a lock. Type in SQL: \(sql)",
                fr: "Il attend peut-être un verrou. Tapez en SQL : \(sql)")
        }
        guard let process = stall.process else {
            return Text("Look at the disk. Type: dmesg | tail", fr: "Vérifiez le disque. Tapez : dmesg | tail")
        }
        let command = "ps -o pid,stat,wchan,args -p \(process)"
        return Text("Type: \(command)", fr: "Tapez : \(command)")
    }
}
