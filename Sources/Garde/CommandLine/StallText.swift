import GardeEngine
import GardeComponents
import GardeCore
import GardeWords
import GardeIO

extension Text {
    /// Who waits for whom. The run goes on: a lock is given free some day, and an index is built for hours.
    static func stalled(_ stall: Stall) -> Text {
        let minutes = Int(stall.time / .seconds(60))
        let waiting = stall.waiting.joined(separator: ", ")
        return Text(
            "backup.stalled", ["minutes": minutes, "waiting": waiting, "slow": stall.slow, "stall": look(at: stall)])
    }

    private static func look(at stall: Stall) -> Text {
        if ["pg_dump", "pg_restore", "psql"].contains(stall.slow) {
            let sql = "SELECT pid, wait_event, query FROM pg_stat_activity WHERE wait_event_type = 'Lock';"
            return Text("backup.look", ["sql": sql])
        }
        guard let process = stall.process else {
            return Text("backup.look-2")
        }
        let command = "ps -o pid,stat,wchan,args -p \(process)"
        return Text("backup.look-3", ["command": command])
    }
}
