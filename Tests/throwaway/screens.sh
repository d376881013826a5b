# Writes the page Screens while demo-site runs, which reads it with "." after its servers have started.
# Not a command itself.

export LC_ALL=C.UTF-8
# The page's; what is checked beside it stays in the recipe's language.
page=${GARDE_LANGUAGE:-en}
unset GARDE_LANGUAGE
: >"$screens"
# What takes its time, so that there is progress to be seen.
grow() {
    head -c 200000000 /dev/urandom >"$site/uploads/2026/film.mp4"
    sold 600000
    sqlite3 "$site/data/visits.sqlite" "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900000)
        INSERT INTO visits SELECT date('2026-01-01', (i % 300) || ' days'), '/book/' || hex(randomblob(12)), i % 97 FROM n"
}

# What cron would call, where the machine that runs this has no cron at all.
cp "$(command -v sleep)" "$work/programs/cron"
"$work/programs/cron" 1800 >/dev/null 2>&1 &
cron=$!
cat >"$work/crontab" <<END
GARDE_LANGUAGE=$page
$(env | grep -E '^(AWS|PG|RCLONE|COPY|ALERT|PLATFORM)[A-Z_]*=')
0 2 * * * $work/scripts/backup.sh --type full --quiet
15 * * * * SMTP_URL=$SMTP_URL $work/scripts/backup.sh --type incremental --quiet >>/var/log/bookshop.log 2>&1
END
printf '#!/bin/sh\ncat "%s"\n' "$work/crontab" >"$work/programs/crontab"
chmod 755 "$work/programs/crontab"

# As on a server, and not as below /tmp.
as_on_a_server() {
    sed -e "s|$site|/opt/bookshop|g; s|$work/scripts|/opt/bookshop/scripts/backup|g; s|$work|/srv|g" \
        -e "s|127\.0\.0\.1:[0-9]*|mail.bookshop.example|g; s|\<$(hostname)\>|books|g; s|PGHOST=[^ ]* PGPORT=[^ ]* PGUSER=[^ ]* ||g"
}

# ENGLISH FRENCH: the one that the page is written in.
either() { case $page in fr*) printf '%s\n' "$2" ;; *) printf '%s\n' "$1" ;; esac; }

heading() {
    case $1 in
    progress)
        either '## A backup under way' '## Une sauvegarde en cours'
        echo
        either 'Each component has a line with its bytes and rate, and so has each copy, with its share and the time that is left; what is done is said above them.' \
            'Chaque composant a une ligne avec ses octets et son débit, et chaque copie aussi, avec sa part et le temps qui reste ; ce qui est fait est dit au-dessus.'
        ;;
    list)
        printf '## list\n\n'
        either 'What there is, newest first; `--remote` says the same of copies. On a terminal that is too narrow a row goes on below itself.' \
            "Ce qu'il y a, le plus récent d'abord ; \`--remote\` dit la même chose des copies. Sur un terminal trop étroit, une ligne continue en dessous."
        ;;
    find)
        printf '## find\n\n'
        either 'In which backups something is, and the command that brings it back.' \
            'Dans quelles sauvegardes se trouve une chose, et la commande qui la ramène.'
        ;;
    status)
        printf '## status\n\n'
        either 'For a person, and by its exit code for a monitor.' 'Pour une personne et, par son code de retour, pour un moniteur.'
        ;;
    doctor)
        printf '## doctor\n\n'
        either 'Before the first night; each finding has what to type.' 'Avant la première nuit ; chaque constat dit quoi taper.'
        ;;
    restore)
        either '## A restore, from its beginning to its end' '## Une restauration, du début à la fin'
        echo
        either 'From a copy by SFTP, into an empty folder.' 'Depuis une copie par SFTP, dans un dossier vide.'
        ;;
    esac
}

# NAME COMMAND
shot() {
    moment=''
    if [ "$1" = progress ]; then moment=--moments && grow; fi
    { echo; heading "$1"; } >>"$screens"
    printf '\n```\n$ %s\n' "$2" >>"$screens"
    "$here/terminal.py" $moment 120 env GARDE_LANGUAGE="$page" sh -c "PATH=$work/scripts:\$PATH; $2" >"$work/screen" || :
    as_on_a_server <"$work/screen" >>"$screens"
    printf '```\n' >>"$screens"
}

{
    either '# Screens' '# Écrans'
    echo
    either 'What a terminal shows, of a real run.' "Ce qu'un terminal affiche, d'une exécution réelle."
    echo
    either '## Overview' "## Vue d'ensemble"
    echo
    either 'The site is `recipes/bookshop`, as `bin/demo --site` plays it; `Tests/throwaway/demo-site --screens Sources/Garde/Garde.docc/Screens.md` makes this page anew, with other times and sizes. In French: <doc:Screens.fr>.' \
        'Le site est `recipes/bookshop`, comme `bin/demo --site` le joue ; `GARDE_LANGUAGE=fr Tests/throwaway/demo-site --screens Sources/Garde/Garde.docc/Screens.fr.md` refait cette page, avec d'"'"'autres temps et tailles. En anglais : <doc:Screens>.'
} >"$screens"
