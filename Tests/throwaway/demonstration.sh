# What the demonstrations share; bin/demo and demo-site read it with ".".
# Not a command itself.

bold='' green='' red='' plain='' claim=''
if [ -t 1 ]; then
    bold=$(printf '\033[1m') green=$(printf '\033[32m') red=$(printf '\033[31m') plain=$(printf '\033[0m')
fi

chapter() { printf '\n%s\n' "$bold$*$plain"; }
# The proof: "claim" says what the next lines check; when one of them fails, the demonstration ends with that claim.
claim() { claim=$*; }
holds() { printf '%s\n' "$green✔$plain $claim"; }
gives_up() { printf '%s\n' "${red}✘ ${claim:-The demonstration did not get so far as the proof.}$plain"; }
same() { cmp -s "$1" "$2" || { diff "$1" "$2" | head -n 20; return 1; }; }

# Every row of every table as a digest.
rows() {
    # A database may have settings of its own for how values are written.
    PGOPTIONS='-c timezone=UTC -c datestyle=ISO -c intervalstyle=postgres' psql -XAtq -v ON_ERROR_STOP=1 -d "$1" <<'END'
SELECT format('SELECT %L, count(*), md5(string_agg(t::text, E''\n'' ORDER BY t::text COLLATE "C")) FROM ONLY %s t',
    oid::regclass, oid::regclass) FROM pg_class
WHERE relkind IN ('r', 'm') AND relispopulated AND relnamespace > 16383 OR relkind = 'r' AND relnamespace = 'public'::regnamespace
ORDER BY oid::regclass::text COLLATE "C" \gexec
SELECT 'large objects', count(DISTINCT loid), md5(string_agg(md5(data), '' ORDER BY loid, pageno)) FROM pg_largeobject;
END
}

roles() { pg_dumpall --roles-only | grep -v '^.\(un\)\?restrict '; }

# FOLDER NAME... [what find(1) knows]: names, kinds, modes, owners, times, links, contents, ACLs and attributes below it.
described() (
    cd "$1"
    shift
    find "$@" -printf '%p %y %m %U:%G %T@ %l\n' | LC_ALL=C sort
    find "$@" -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
    find "$@" ! -type l -print0 | LC_ALL=C sort -z >"$work/names"
    xargs -0 getfacl -np <"$work/names"
    xargs -0 getfattr --absolute-names -d <"$work/names"
)
