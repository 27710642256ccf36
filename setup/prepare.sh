#!/bin/sh
# Prepare this folder: virtual environment, locked dependencies, the `asb` command, the jars of the embedded
# Kafka. Skipped in a moment when nothing changed since the last time; needs the network only when something did.
# PYTHON=... chooses the interpreter; else that of an environment made before, else python3.
set -eu
cd "$(dirname "$0")/.."

venv=.venv
stamp=$venv/prepared
unfinished=$venv/unfinished
log=$venv/prepare.log

stop() {
    printf 'setup: %s\n' "$1" >&2
    exit 1
}

check_machine() {
    [ "$(uname -s) $(uname -m)" = "Linux x86_64" ] ||
        stop "this runs on x86-64 Linux, and this is $(uname -m) $(uname -s); elsewhere use docker compose (README)."
}

fits() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null
}

find_python() {
    for candidate in ${PYTHON:-$venv/bin/python python3 python3.13 python3.12 python3.11}; do
        if command -v "$candidate" >/dev/null && fits "$candidate"; then
            command -v "$candidate"
            return
        fi
    done
    stop "Python 3.11, 3.12 or 3.13 is needed, and ${PYTHON:-python3} is $(version_of "${PYTHON:-python3}"); \
install one, or name it: make setup PYTHON=/path/to/python3"
}

version_of() {
    "$1" --version 2>/dev/null || echo "not there"
}

check_python() {
    "$1" -c 'import ensurepip, venv' 2>/dev/null ||
        stop "$1 comes without venv; install it (Debian and Ubuntu: apt install python3-venv)."
    "$1" -c 'import platform, sys; sys.exit(platform.libc_ver()[0] != "glibc")' ||
        stop "the packages are built for glibc, and $1 is not (Alpine?); use docker compose (README)."
}

# What the result depends on: Python's version, the place and the files that say what to install.
fingerprint() {
    printf '%s %s\n' "$(version_of "$1")" "$PWD"
    cat setup/prepare.sh requirements.lock pyproject.toml streams/broker/jars.lock
}

# One changing line for a person at a terminal, nothing in a log file.
count_packages() {
    total=$(grep -c '^[a-z].*==' requirements.lock)
    while read -r line; do
        printf '%s\n' "$line" >>"$log"
        case $line in
        Collecting*)
            seen=$((${seen:-0} + 1))
            [ ! -t 1 ] || printf '\r      %s of %s packages ' "$seen" "$total"
            ;;
        Installing*) [ ! -t 1 ] || printf '\r      unpacking ...            ' ;;
        esac
    done
    [ ! -t 1 ] || printf '\r                              \r'
}

pip() {
    "$venv/bin/python" -m pip --disable-pip-version-check --no-input "$@" 2>&1
}

install_packages() {
    installed=$venv/installed
    rm -f "$installed"
    {
        pip install --progress-bar off --no-deps --require-hashes -r requirements.lock && : >"$installed"
    } | count_packages
    if ! [ -e "$installed" ]; then
        tail -n 5 "$log" >&2
        stop "pip could not install the locked packages; the whole story is in $log."
    fi
    pip install --no-deps --no-index --no-build-isolation --editable . >>"$log" || {
        tail -n 5 "$log" >&2
        stop "pip could not install the asb command; the whole story is in $log."
    }
}

# Kept when it only needs other packages; made anew for another Python, or when the last time was broken off.
make_environment() {
    if [ -e "$unfinished" ] || ! [ -x "$venv/bin/pip" ] ||
        [ "$(version_of "$venv/bin/python")" != "$(version_of "$python")" ]; then
        "$python" -m venv --clear "$venv"
    fi
    rm -f "$stamp" "$log"
    : >"$unfinished"
}

check_machine
python=$(find_python)
now=$(fingerprint "$python" | sha256sum)
if [ -x "$venv/bin/asb" ] && [ "$now" = "$(cat "$stamp" 2>/dev/null)" ]; then
    # The user may have emptied the cache meanwhile, and a jar may have changed in it.
    [ -n "${KAFKA_BOOTSTRAP:-}" ] || "$venv/bin/asb" broker fetch >/dev/null
    exit 0
fi

check_python "$python"
printf '[1/3] Virtual environment in %s with %s\n' "$venv" "$(version_of "$python")"
make_environment
printf '[2/3] Locked dependencies, checked by SHA-256 (some 150 MB the first time)\n'
install_packages
printf '[3/3] Jars of Apache Kafka, checked by SHA-256 (44 MB the first time)\n'
"$venv/bin/asb" broker fetch
printf '%s\n' "$now" >"$stamp"
rm -f "$unfinished"
