# What the scripts of this folder share; they read it with "." after setting $me, the name they go by.
# Not a command itself.

# Servers' programs are not in everybody's path.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
export PATH

say() { printf '%s\n' "$me: $*" >&2; }
die() { say "$*"; exit 1; }

# Debian's own Python, which starts faster than a version manager's.
python() {
    if [ -x /usr/bin/python3 ]; then /usr/bin/python3 "$@"; else python3 "$@"; fi
}

# The absolute path of a folder, made if it is not there.
folder() {
    mkdir -p -- "$1" && (CDPATH= cd -- "$1" && pwd -P)
}

# Where what takes long to have is kept from one run of the tests to the next.
cache_folder() {
    if [ -n "${XDG_CACHE_HOME:-${HOME:-}}" ]; then
        folder "${XDG_CACHE_HOME:-$HOME/.cache}/garde-tests"
    else
        folder /var/cache/garde-tests
    fi
}

# COUNT different ports that nobody uses at this moment, one a line. They lie below those that the kernel hands to
# clients, which would take one while its server is down.
free_ports() {
    used=$(cat /proc/net/tcp /proc/net/tcp6 2>/dev/null) || :
    shuf -i 12000-31999 | while read -r port; do
        case $used in *:"$(printf %04X "$port") "*) continue ;; esac
        printf '%s\n' "$port"
    done | head -n "$1"
}

# KEY COMMAND...: prints the folder of the cache that the command has filled once; it is handed an empty one.
kept() (
    place=$(cache_folder)/$1
    shift
    exec 9>"$place.lock"
    flock 9
    if [ ! -d "$place" ]; then
        rm -rf -- "$place.new"
        mkdir -m 700 "$place.new"
        "$@" "$place.new" >&2 9>&-
        mv -- "$place.new" "$place"
    fi
    printf '%s\n' "$place"
)

secret() { od -An -N16 -tx1 /dev/urandom | tr -d ' \n'; }

# DIR/NAME where a socket may live: sockets allow about 100 bytes of path, so a long or odd DIR gets a
# short folder elsewhere, which DIR/NAME then links to.
short_folder() {
    if [ -h "$1/$2" ] && [ -d "$1/$2" ]; then
        readlink -- "$1/$2"
        return
    fi
    rm -f -- "$1/$2" 2>/dev/null || :
    case $1 in
    *[!A-Za-z0-9/._-]* | ????????????????????????????????????????????????????????????*)
        elsewhere=$(mktemp -d /tmp/garde.XXXXXX)
        ln -s "$elsewhere" "$1/$2"
        printf '%s\n' "$elsewhere"
        ;;
    *) folder "$1/$2" ;;
    esac
}

# Removes what short_folder made.
remove_short_folder() {
    if [ -h "$1/$2" ]; then
        case $(readlink -- "$1/$2") in
        /tmp/garde.*) rm -rf -- "$(readlink -- "$1/$2")" ;;
        esac
        rm -f -- "$1/$2"
    else
        rm -rf -- "${1:?}/$2"
    fi
}

# When process PID started, in the kernel's ticks: a number used again belongs to another process.
started() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20; }

# Writes PID into FILE; "remembered FILE" prints it as long as that very process lives.
remember() { printf '%s %s\n' "$2" "$(started "$2")" >"$1"; }
remembered() {
    [ -s "$1" ] || return 1
    read -r known_pid known_start <"$1" || return 1
    [ -n "$known_start" ] && [ "$(started "$known_pid")" = "$known_start" ] && ! is_dead "$known_pid" &&
        printf '%s\n' "$known_pid"
}

is_dead() {
    case $(sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -c1) in
    '' | Z | X) return 0 ;;
    *) return 1 ;;
    esac
}

# Waits until process PID is gone, SECONDS at most.
wait_gone() {
    tries=$(($2 * 50))
    until is_dead "$1"; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || return 1
        sleep 0.02
    done
}

# Ends process PID by SIGNAL, by force after SECONDS.
end() {
    kill -s "$2" "$1" 2>/dev/null || return 0
    kill -s CONT "$1" 2>/dev/null || return 0
    wait_gone "$1" "$3" || { kill -s KILL "$1" 2>/dev/null || :; wait_gone "$1" 10; }
}

# The processes of PROGRAM (its file's name) that work in FOLDER: a server's children are found so after a crash.
working_in() {
    find /proc -maxdepth 2 -path '/proc/[0-9]*/cwd' -printf '%h\t%l\n' 2>/dev/null |
        while IFS='	' read -r process place; do
            [ "$place" = "$1" ] || continue
            case $(readlink "$process/exe") in
            */"$2" | */"$2 (deleted)") printf '%s\n' "${process#/proc/}" ;;
            esac
        done
}

# Puts NAME=VALUE into a settings file, instead of the line that gives NAME, keeping the file's mode.
set_value() (
    umask 077
    grep -v "^${2%%=*}=" "$1" >"$1.new" || :
    printf '%s\n' "$2" >>"$1.new"
    cat "$1.new" >"$1"
    rm "$1.new"
)
