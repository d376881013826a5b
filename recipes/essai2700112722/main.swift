import Garde

let words = ["printf", "%s\\n", "a 'quoted' $HOME; exit 1", "été"]
backup {
    postgres("premiere", database: "mssante")
    postgres("deuxieme", database: "seconde")
    files("site", "config/nginx", "/etc/hostname")
    command("inventaire", dump: words, load: ["cat"])
    command("fragile", dump: ["sh", "-c", "eval \"$WHAT\""], load: ["cat"])
    notify(.ntfy(.environment("OPS_NTFY"), token: .environment("OPS_TOKEN")))
}
