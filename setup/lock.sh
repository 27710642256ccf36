#!/bin/sh
# Write the two locks: what a developer's machine gets, and what the container image gets (no tools, no JVM).
set -eu
cd "$(dirname "$0")/.."

uv=$(command -v uv || command -v .venv/bin/uv) || {
    echo "lock: uv is needed; install it with: pipx install uv" >&2
    exit 1
}

compile() {
    "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" "$@" >/dev/null
}

compile --upgrade --group dev pyproject.toml --output-file requirements.lock
compile --constraint requirements.lock pyproject.toml --output-file requirements-image.lock

echo "lock: name what is new in NOTICES.md with its licence, then: make sbom"
