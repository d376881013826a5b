# Writes the page Screens while demo-site runs, which reads it with "." after its servers have started.
# Not a command itself.

export LC_ALL=C.UTF-8
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

heading() {
    case $1 in
    progress) printf '%s\n' '' '## A backup under way' '' 'Each component has a line with its bytes and rate, and so has each copy, with its share and the time that is left; what is done is said above them.' ;;
    list) printf '%s\n' '' '## list' '' 'What there is, newest first; `--remote` says the same of copies.' ;;
    find) printf '%s\n' '' '## find' '' 'In which backups something is, and the command that brings it back.' ;;
    status) printf '%s\n' '' '## status' '' 'For a person, and by its exit code for a monitor.' ;;
    doctor) printf '%s\n' '' '## doctor' '' 'Before the first night; each finding has what to type.' ;;
    restore) printf '%s\n' '' '## A restore, from its beginning to its end' '' 'From a copy by SFTP, into an empty folder.' ;;
    esac
}

# NAME COMMAND
shot() {
    moment=''
    if [ "$1" = progress ]; then moment=--moments && grow; fi
    heading "$1" >>"$screens"
    printf '\n```\n$ %s\n' "$2" >>"$screens"
    "$here/terminal.py" $moment 120 sh -c "PATH=$work/scripts:\$PATH; $2" >"$work/screen" || :
    as_on_a_server <"$work/screen" >>"$screens"
    printf '```\n' >>"$screens"
}

cat >"$screens" <<'END'
# Screens

What a terminal shows, of a real run.

## Overview

The site is `recipes/bookshop`, as `bin/demo --site` plays it; `Tests/throwaway/demo-site --screens Sources/Garde/Garde.docc/Screens.md` makes this page anew, with other times and sizes.
END
