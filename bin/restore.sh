#!/bin/sh
# Garde's launcher. As backup.sh it saves the platform, as restore.sh (the same text) it restores it.
# Usage: backup.sh [OPTION]...; restore.sh [OPTION]... BACKUP; --help says which options.
set -eu
recipe=mssante
PATH=${PATH:-/usr/bin}:/usr/local/bin:/usr/bin:/bin

say() {
    case ${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} in
    fr*) printf '%s\n' "$2" >&2 ;;
    *) printf '%s\n' "$1" >&2 ;;
    esac
}

fail() {
    say "$@"
    exit 1
}

# The way from the path as called, along every link, to this file: one of its folders is the platform's
# scripts/backup, one holds the program, and "restore" in one of its names says what to do.
role=backup launcher='' program='' settings=''
case $0 in
*/*) file=$0 ;;
*) if [ -e "./$0" ]; then file=$0; else file=$(command -v -- "$0"); fi ;;
esac
# Called by the program's own name, as a package's /usr/bin has it, it takes the program's own words.
[ "${file##*/}" != "$recipe" ] || role=''
while :; do
    case $file in /*) ;; *) file=./$file ;; esac
    case ${file##*/} in *restore*) role=restore ;; esac
    folder=$(cd "${file%/*}/" && pwd)
    case $launcher in
    '') launcher=$folder ;;
    */scripts/backup) ;;
    *) case $folder in */scripts/backup) launcher=$folder ;; esac ;;
    esac
    if [ -z "$program" ] && [ "${file##*/}" != "$recipe" ] && [ -f "$folder/$recipe" ] && [ -x "$folder/$recipe" ]; then
        program=$folder/$recipe
    fi
    [ -h "$file" ] || break
    target=$(readlink -- "$file")
    case $target in /*) file=$target ;; *) file=$(cd -P "${file%/*}/" && pwd -P)/$target ;; esac
done

# Not installed: in a checkout the build has it.
if [ -z "$program" ]; then
    program=$folder/../.build/release/$recipe
    if [ ! -x "$program" ]; then
        command="bin/recipe install $recipe \"$folder\""
        [ ! -e "$folder/../Package.swift" ] || command="bin/recipe build $recipe"
        fail "The program $recipe is not there. In Garde's own folder, type: $command" \
            "Le programme $recipe n'est pas là. Dans le dossier de Garde, tapez : $command"
    fi
fi

# Looking for the files costs nothing; only where one is in no usual place, the loader is asked.
there() { [ -e "$1" ]; }
for library in libacl.so.1 libc.so.6; do
    there /usr/lib/*/"$library" || there /lib/*/"$library" || there /usr/lib*/"$library" || ask=yes
done
if [ -n "${ask:-}" ]; then
    packages=$(ldd "$program" 2>/dev/null | sed -n 's/^[[:space:]]*lib\([a-z+]*\)\.so\.\([0-9]*\) => not found/ lib\1\2/p' | tr -d '\n')
    [ -z "$packages" ] || fail "$recipe lacks shared libraries. Type: apt install$packages" \
        "Il manque des bibliothèques à $recipe. Tapez : apt install$packages"
fi

# A package's settings: a variable a line, for what the environment does not say; no shell reads the values. This
# script's own variables have small letters. A link in a platform's scripts/backup says itself which platform it is.
case $folder in */usr/lib/garde/"$recipe") settings=${folder%/usr/lib/garde/*}/etc/garde/$recipe.conf ;; esac
# Without them, or without a line of them, a run would take another folder, and encrypt nothing.
blame=say
case ${role:-${1:-}} in
# Options alone are a backup's.
backup | restore | prune | compact | -[!-h]* | --[!hv]* | --verb*)
    blame=fail
    [ ! -e "$settings" ] || [ -r "$settings" ] ||
        fail "$settings cannot be read by this account. Run this as root, or type as root: chgrp $(id -gn) $settings" \
            "Ce compte ne peut pas lire $settings. Lancez ceci en root, ou tapez en root : chgrp $(id -gn) $settings"
    ;;
esac
# The line itself may be a secret.
blame_line() {
    "$blame" "$settings, line $number: write NAME=value, comments on lines of their own, and quotes around a value with # in it" \
        "$settings, ligne $number : écrivez NOM=valeur, les commentaires sur leurs propres lignes, et entre guillemets une valeur qui contient #"
}
if [ -r "$settings" ]; then
    number=0
    while IFS= read -r line || [ -n "$line" ]; do
        number=$((number + 1))
        line=${line#"${line%%[![:space:]]*}"} line=${line%"${line##*[![:space:]]}"}
        case $line in '' | \#*) continue ;; esac
        case $line in export[[:blank:]]*) line=${line#export} line=${line#"${line%%[![:space:]]*}"} ;; esac
        name=${line%%=*} value=${line#*=}
        case $line in [A-Z]*=* | http_proxy=* | https_proxy=* | all_proxy=* | no_proxy=*) ;; *) name='?' ;; esac
        case $value in
        \"*\" | \'*\') value=${value#?} value=${value%?} ;;
        [[:space:]]* | *[[:space:]]\#*) name='?' ;;
        esac
        case $name in *[!A-Za-z0-9_]*) blame_line && continue ;; esac
        case $name:$launcher in PLATFORM_ROOT:*/scripts/backup) continue ;; esac
        printenv "$name" >/dev/null || export "$name=$value"
    done <"$settings"
fi

[ -z "$settings" ] || export GARDE_SETTINGS="$settings"
case ${role:-none}:$launcher in none:*/scripts/backup | [!n]*) export GARDE_LAUNCHER="$launcher" ;; esac
export GARDE_COMMAND="$0"
exec "$program" ${role:+"$role"} "$@"
