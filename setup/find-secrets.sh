#!/bin/sh
# Look for passwords, keys and tokens in every file that is or would be committed, or in the files named. Needs no
# network: detect-secrets asks nobody whether a password it found is in use. A file that was found clean is not
# looked at again until its bytes, these rules or the locked detect-secrets change.
#
# What is not a secret though it looks like one is said here once, or on its line: `pragma: allowlist secret`.
#   - a line of JSON that calls its value a sum or a hash holds one;
#   - the first line of a test: `..weighs_more_..` begins as a token of GitHub's does;
#   - sbom.cdx.json holds sums; `make lint` proves that every byte of it follows from the locks.
set -eu
cd "$(dirname "$0")/.."

clean=.cache/no-secrets

look() {
    xargs -0 -r -n 150 -P "$(nproc)" .venv/bin/detect-secrets-hook --no-verify \
        --exclude-lines '"(sha256|previous|[a-z_]*hash)": "[0-9a-f]{32,64}"' \
        --exclude-lines '^(async )?def test_[a-z0-9_]+\(' || {
        echo "find-secrets: see above; take it out, or say why it is none (setup/find-secrets.sh)" >&2
        exit 1
    }
}

files() {
    if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
        git ls-files -z --cached --others --exclude-standard
    else
        find . \( -path ./.venv -o -path ./.asb -o -path ./.cache -o -name '.*_cache' -o -name __pycache__ \) \
            -prune -o -type f -print0
    fi
}

if [ "$#" -gt 0 ]; then
    printf '%s\0' "$@" | look
    exit
fi

mkdir -p .cache
rules=$(cat setup/find-secrets.sh requirements.lock | sha256sum)
if [ "$rules" != "$(cat $clean.rules 2>/dev/null)" ]; then
    : >$clean
    printf '%s\n' "$rules" >$clean.rules
fi
# What is gone from the disk but not from the index has no sum, and nothing to look at.
files | grep -zv '^\(\./\)\?sbom\.cdx\.json$' | xargs -0 -r sha256sum -z 2>/dev/null | LC_ALL=C sort -z >$clean.now || true
LC_ALL=C comm -z -13 $clean $clean.now | cut -z -c 67- | look
mv $clean.now $clean
