# The table as the French README has it.

import re

WORDS = {
    "Full mail backup, 60 % base64, level 6, warm": "Sauvegarde complète des mails, 60 % de base64, niveau 6, cache chaud",
    "The same, cold caches": "La même, caches froids",
    "The same, level 1": "La même, niveau 1",
    "The same, level 9": "La même, niveau 9",
    "An increment after a day of small messages: 1 % new, 5 % flagged": "Un incrément après un jour de petits messages : 1 % reçus, 5 % marqués",
    "A database of PostgreSQL, level 6": "Une base PostgreSQL, niveau 6",
    "Whole platform: that database, that mail, Redis, configuration": "Plateforme entière : cette base, ces mails, Redis, configuration",
    "The same, encrypted": "La même, chiffrée",
    "Redis, whose diskless transfer waits for 5 s": "Redis, qui attend 5 s avant d'envoyer",
    "Decompress and extract that mail": "Décompresser et extraire ces mails",
    "Restore of that platform, safety copy included": "Restauration de cette plateforme, copie de sécurité comprise",
    "Verify that backup": "Vérifier cette sauvegarde",
    "Copy of a backup of 20 files to S3 (moto)": "Copie d'une sauvegarde de 20 fichiers vers S3 (moto)",
    "Start to the first line of --help": "Du lancement à la première ligne de --help",
    "Start to the first line of --dry-run": "Du lancement à la première ligne de --dry-run",
    "bash script, gzip and gpg": "script bash, gzip et gpg",
    "bash script": "script bash",
    "the same steps in bash": "les mêmes étapes en bash",
    "the same, told not to wait": "la même, sans attente",
    "nice Garde": "Garde sous nice",
    "| work | | seconds | Garde is × as fast | aim | processor s | MB | peak MiB |": "| travail | | secondes | Garde va × plus vite | but | s processeur | Mo | pic, Mio |",
    ", missed |": ", manqué |",
    "load before": "charge avant",
    "medians of": "médianes de",
    "runs in turn; everybody's files are on the disk (fsync) when time stops.": "exécutions à tour de rôle ; les fichiers de chacun sont sur le disque (fsync) quand le temps s'arrête.",
    "Memory:": "Mémoire :",
    "at most (row": "au plus (ligne",
    "aim: under": "but : moins de",
    "; but": " ; but",
    " MiB": " Mio",
    " GiB": " Gio",
    " cores (": " cœurs (",
    "beside backups without a pause loses of its": "à côté de sauvegardes sans pause perd, de ses",
    "transactions a second:": "transactions par seconde :",
    "One backup takes it so many transactions:": "Une sauvegarde lui prend tant de transactions :",
    "Cold caches: not measured, as only root can empty them.": "Caches froids : non mesurés, seul root peut les vider.",
    "Sizes:": "Tailles :",
    "Tools:": "Outils :",
    "messages ": "messages ", "bytes ": "octets ", "small ": "petits ", "rows ": "lignes ", "journal ": "journal ", "keys ": "clés ", "copied ": "copiés ",
    "not installed": "non installé",
}  # fmt: skip


def french(markdown):
    for english, word in WORDS.items():
        markdown = markdown.replace(english, word)
    markdown = re.sub(r"(?<=\d),(?=\d{3}\b)", "\u00a0", markdown)
    cells = lambda line: re.sub(r"(?<=[ \d])(\d*)\.(\d+)(?= \||, manqué| s \|| s,)", r"\1,\2", line)
    lines = [cells(line) if line.startswith("|") else line for line in markdown.split("\n")]
    return re.sub(r" ([:;!?%])", "\u00a0\\1", "\n".join(lines))
